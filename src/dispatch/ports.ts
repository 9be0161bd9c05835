import type { Env } from '../env'
import type { Arrival, FiringAnswer, FiringToSettle, NewProduct, ReceiveResult } from '../journal/queries'
import type { Job, Note } from '../model/job'
import type { QueueMessage } from '../model/message'
import type { Outcome, Settling } from '../model/outcome'
import { addSeenProducts } from '../products/seen'
import { type CandidateTrigger, loadSettings, type Settings } from './settings'

export interface JournalPort {
  receiveAll(arrivals: Arrival[]): Promise<(ReceiveResult | null)[]>
  firings(ids: string[]): Promise<(FiringToSettle | null)[]>
  record(answers: FiringAnswer[]): Promise<void>
  park(message: QueueMessage, reason: string): Promise<void>
}

export interface SitePort {
  /** Answers in the same order, within 3 s. */
  settle(jobs: Job[]): Promise<Settling[]>
  note(notes: Note[]): Promise<void>
  /** Predicts the outcome without calling Thinkific. */
  explain(job: Job): Promise<{ outcome: Outcome; sentence: string }>
}

export interface DispatchPorts {
  journal(marketplace: string): JournalPort
  site(site: string): SitePort
  settings(wanted: CandidateTrigger[], marketplaces: string[]): Promise<Settings>
  addProducts(marketplace: string, products: NewProduct[]): Promise<void>
  /** At most 100 messages or 256 KB. */
  send(messages: QueueMessage[], delaySeconds: number): Promise<void>
  now(): number
  log(line: object): void
}

export function createPorts(env: Env): DispatchPorts {
  return {
    journal: (marketplace) => env.JOURNAL.getByName(marketplace),
    site: (site) => env.THINKIFIC_SITE.getByName(site),
    settings: (wanted, marketplaces) => loadSettings(env.DB, wanted, marketplaces),
    addProducts: (marketplace, products) => addSeenProducts(env.DB, marketplace, products, Date.now()),
    send: async (messages, delaySeconds) => {
      await env.EVENTS.sendBatch(messages.map((body) => ({ body, delaySeconds })))
    },
    now: Date.now,
    log: (line) => console.log(JSON.stringify(line)),
  }
}
