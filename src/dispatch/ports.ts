import type { Env } from '../env'
import { KINDS } from '../integrations'
import type { CurrentAccess } from '../integrations/customer-access'
import type { Settler } from '../integrations/kind'
import { findLedger } from '../integrations/ledgers'
import type { Arrival, DueFiring, FiringAnswer, NewProduct, ReceiveResult } from '../journal/queries'
import type { Connection } from '../model/connection'
import type { MarketEvent } from '../model/event'
import type { NoteEffect } from '../model/firing-job'
import type { QueueMessage } from '../model/message'
import type { Target } from '../model/rule'
import { addSeenProducts } from '../products/seen'
import { type BatchSettings, loadSettings } from './batch-settings'
import type { CandidateTrigger } from './candidate-triggers'
import { listRulesOff } from './rules-off'

/** A journal responds at once; a longer wait means trouble. */
export const JOURNAL_ANSWERS_MS = 5_000
/** A queue was seen to hang for a minute before it refused. */
export const QUEUE_TAKES_MS = 5_000
export const D1_ANSWERS_MS = 10_000

export interface JournalPort {
  receiveAll(arrivals: Arrival[]): Promise<(ReceiveResult | null)[]>
  firings(ids: string[]): Promise<(DueFiring | null)[]>
  record(answers: FiringAnswer[]): Promise<void>
  /** What an event without rules changed anyway. */
  recordEffects(event: MarketEvent, effects: NoteEffect[], entry?: string): Promise<void>
  park(message: QueueMessage, reason: string): Promise<void>
  /** Sends it once the queue takes it. */
  fallback(event: MarketEvent): Promise<void>
}

export type SiteRef = Pick<Connection, 'kind' | 'site'>

export interface DispatchPorts {
  journal(marketplace: string): JournalPort
  settler(site: SiteRef): Settler
  settings(wanted: CandidateTrigger[], marketplaces: string[]): Promise<BatchSettings>
  /** Those of the ids whose rule is off or gone by now. */
  rulesOff(ids: string[]): Promise<string[]>
  /** Whether a target is open to a customer now, by the ledger of that site. */
  access(site: SiteRef, marketplace: string, email: string, target: Target): Promise<CurrentAccess>
  addProducts(marketplace: string, products: NewProduct[]): Promise<void>
  /** At most 100 messages or 256 KB. */
  send(messages: QueueMessage[], delaySeconds: number): Promise<void>
  now(): number
  log(line: object): void
}

export function createPorts(env: Env): DispatchPorts {
  return {
    journal: (marketplace) => env.JOURNAL.getByName(marketplace),
    settler: ({ kind, site }) => KINDS.get(kind).settler(env, site),
    settings: (wanted, marketplaces) => loadSettings(env.DB, wanted, marketplaces),
    rulesOff: (ids) => listRulesOff(env.DB, ids),
    access: (site, marketplace, email, target) => askLedger(env, site, marketplace, email, target),
    addProducts: (marketplace, products) => addSeenProducts(env.DB, marketplace, products, Date.now()),
    send: async (messages, delaySeconds) => {
      await env.EVENTS.sendBatch(messages.map((body) => ({ body, delaySeconds })))
    },
    now: Date.now,
    log: (line) => console.log(JSON.stringify(line)),
  }
}

async function askLedger(
  env: Env,
  site: SiteRef,
  marketplace: string,
  email: string,
  target: Target,
): Promise<CurrentAccess> {
  return (await findLedger(env, site)?.access(marketplace, email, target)) ?? { open: false, end: null }
}
