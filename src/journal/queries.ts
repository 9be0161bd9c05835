/** What the journal answers to pages: plain data, as it crosses the object's RPC. Times are epoch ms. */

import type { Attempt } from '../model/attempt'
import type { EventCustomer, MarketEvent } from '../model/event'
import type { FiredTrigger, Firing } from '../model/firing'
import type { Outcome, WaitReason } from '../model/outcome'
import type { Target } from '../model/rule'
import type { Trigger } from '../model/trigger'

export type * from './dispatch-api'
export type * from './overview/overview-queries'

/** A group stands for all of its outcomes. */
export type OutcomeGroup = 'done' | 'nothing to do' | 'failed'

export interface LogQuery {
  /** Customer, product, rule, event or order id, course: any part of any of them, in any casing. */
  search?: string | undefined
  trigger?: Trigger | undefined
  integration?: string | undefined
  outcome?: Outcome | OutcomeGroup | undefined
  product?: string | undefined
  /** When the entry became final (or, while it waits, when its event came): from, up to but not including. */
  from?: number | undefined
  until?: number | undefined
  /** A page's `next`. */
  after?: number | undefined
  /** At most 1,000; 50 when left out. */
  limit?: number | undefined
}

/** One line of the log: a firing, or an event that fired nothing. */
export interface LogRow {
  /** The entry's id, in the address of its page. */
  id: string
  event: string
  /** When it became final; while it waits, when its event came. */
  at: number
  happenedAt: number
  receivedAt: number
  outcome: Outcome
  /** Why she was, or wasn't, enrolled. */
  sentence: string
  trigger: Trigger | null
  typeWord: string
  customer: { email: string; name: string | null } | null
  product: { id: string; name: string | null } | null
  orderId: string | null
  subscriptionId: string | null
  rule: { id: string; name: string } | null
  integration: { id: string; name: string; site: string } | null
  /** An action's id. */
  action: string | null
  target: Target | null
  test: boolean
  /** Made by a person on these pages: no sender told it. */
  madeHere: boolean
  /** How often the sender told it again. */
  repeats: number
  waiting: WaitState | null
}

export interface WaitState {
  /** When it is tried again; for a parked one, when it was parked. */
  at: number
  /** Since when it waits. */
  since: number
  reason: WaitReason
  parked: boolean
}

export interface LogPage {
  /** Waiting and parked entries the query asks for, newest first, on the first page only (at most 50). */
  waiting: LogRow[]
  waitingFound: number
  /** Final entries, newest first. */
  rows: LogRow[]
  /** How many final entries the query finds in all. */
  found: number
  /** How many final entries the log holds, and when the oldest became final. */
  held: number
  oldest: number | null
  lastEvent: number | null
  /** For `after`; null on the last page. */
  next: number | null
}

export type EntryButton = 'retry' | 'replay' | 'give up' | 'run again' | 'open rule' | 'open customer' | 'undo test'

/** What a person did with an entry. */
export interface PersonRequest {
  did: 'retry' | 'replay' | 'give up' | 'rule off' | 'enroll now' | 'end access now' | 'erase'
  person: string | null
  at: number
}

export interface Entry extends LogRow {
  /** The event as we understood it, with the body as it came. */
  told: MarketEvent
  triggers: Trigger[]
  /** The same for each item, dated. */
  fired: FiredTrigger[][]
  /** The rule as it was when it matched, and the rest of the firing; null for an event that fired nothing. */
  firing: Firing | null
  attempts: Attempt[]
  /** False once the entry left the newest 1,000 and its requests and responses went with it. */
  attemptsKept: boolean
  asked: PersonRequest[]
  /** The other entries of the same event. */
  siblings: LogRow[]
  buttons: EntryButton[]
}

/** One event of a customer with what came of it. */
export interface HistoryEvent {
  event: string
  type: Trigger | null
  typeWord: string
  happenedAt: number
  receivedAt: number
  orderId: string | null
  products: { id: string; name: string | null; subscriptionId: string | null }[]
  test: boolean
  repeats: number
  entries: LogRow[]
}

export interface CustomerHistory {
  /** As compared; after an erasure, the mark that took its place. */
  email: string
  customer: EventCustomer | null
  erased: boolean
  /** Newest first; the last 90 days. */
  events: HistoryEvent[]
}

/** A person's own click on a customer's page: Enroll now, End access now. */
export interface ManualAction {
  person: string
  customer: EventCustomer
  productId: string
  productName: string | null
  orderId: string | null
  subscriptionId: string | null
  /** The id of an action that opens or ends the target. */
  action: string
  target: Target
  integration: { id: string; name: string; site: string }
  test: boolean
  /** Ends only what no purchase gives: after an email was corrected, what is left under the wrong one. */
  sparing?: true
}

/** What an erasure took with it. */
export interface ErasureResult {
  events: number
  /** Entries of the log. */
  entries: number
  /** Firings that waited. */
  canceled: number
}

/** All that is kept of a customer, for the person it is about. */
export interface CustomerExport {
  email: string
  events: {
    event: MarketEvent
    repeats: number
    /** `attempts`: the requests, as long as the log keeps them. */
    results: { rule: string | null; outcome: Outcome; sentence: string; at: number; attempts: Attempt[] }[]
  }[]
}
