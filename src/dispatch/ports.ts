/** What dispatch needs of the world, and where it finds that on Cloudflare. */

import type { Env } from '../env'
import type { Answer, Arrival, FiringToSettle, Received, SeenProduct } from '../journal/queries'
import type { Job, Note } from '../model/job'
import type { QueueMessage } from '../model/message'
import type { Outcome, Settling } from '../model/outcome'
import { addSeenProducts } from '../products/seen'
import { type Settings, settingsFor, type Wanted } from './settings'

export interface JournalPort {
  receiveAll(arrivals: Arrival[]): Promise<(Received | null)[]>
  firings(ids: string[]): Promise<(FiringToSettle | null)[]>
  record(answers: Answer[]): Promise<void>
  park(message: QueueMessage, reason: string): Promise<void>
}

export interface SitePort {
  /** Same order; answers within 3 s. */
  settle(jobs: Job[]): Promise<Settling[]>
  note(notes: Note[]): Promise<void>
  /** What a job would come to, calling nothing. */
  explain(job: Job): Promise<{ outcome: Outcome; sentence: string }>
}

export interface Ports {
  journal(marketplace: string): JournalPort
  site(site: string): SitePort
  settings(wanted: Wanted[], marketplaces: string[]): Promise<Settings>
  addProducts(marketplace: string, products: SeenProduct[]): Promise<void>
  /** At most 100 messages or 256 KB. */
  send(messages: QueueMessage[], delaySeconds: number): Promise<void>
  now(): number
  log(line: object): void
}

/** The Worker's own bindings. */
export function portsOf(env: Env): Ports {
  return {
    journal: (marketplace) => env.JOURNAL.getByName(marketplace),
    site: (site) => env.THINKIFIC_SITE.getByName(site),
    settings: (wanted, marketplaces) => settingsFor(env.DB, wanted, marketplaces),
    addProducts: (marketplace, products) => addSeenProducts(env.DB, marketplace, products, Date.now()),
    send: async (messages, delaySeconds) => {
      await env.EVENTS.sendBatch(messages.map((body) => ({ body, delaySeconds })))
    },
    now: Date.now,
    log: (line) => console.log(JSON.stringify(line)),
  }
}
