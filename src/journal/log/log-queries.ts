/** Log data returned over RPC. Times are epoch ms. */
import type { Attempt } from '../../model/attempt'
import type { EventSource, MarketEvent } from '../../model/event'
import type { EventType } from '../../model/event-type'
import type { FiredTrigger, Firing } from '../../model/firing'
import type { Outcome, WaitReason } from '../../model/outcome'
import type { Resolution } from '../../model/resolution'
import type { Target } from '../../model/rule'
import type { Trigger } from '../../model/trigger'
import type { EarlierRefusal } from '../overview/overview-queries'

export type OutcomeGroup = 'done' | 'nothing to do' | 'failed'

export interface LogQuery {
  /** Part of a customer, product, rule, event or order id, or course; case-insensitive. */
  search?: string | undefined
  trigger?: Trigger | undefined
  integration?: string | undefined
  outcome?: Outcome | OutcomeGroup | undefined
  product?: string | undefined
  rule?: string | undefined
  /** Only what was about another target. */
  otherThan?: Target | undefined
  /** Only what still needs a person. */
  open?: boolean | undefined
  /** Of what waits, only what is parked. */
  parked?: boolean | undefined
  /** Inclusive; when the entry became final or, while it waits, its event was received. `until` is exclusive. */
  from?: number | undefined
  until?: number | undefined
  /** The previous page's `next`. */
  after?: number | undefined
  /** At most 1,000; 50 by default. */
  limit?: number | undefined
}

export interface LogRow {
  /** Used in the address of its page. */
  id: string
  event: string
  /** When it became final; while it waits, when its event was received. */
  at: number
  happenedAt: number
  receivedAt: number
  outcome: Outcome
  /** Why the customer was, or wasn't, enrolled. */
  sentence: string
  trigger: Trigger | null
  /** The event’s type where its name is not its trigger’s; missing in lines of 0.1.0. */
  said?: EventType
  typeWord: string
  /** The body's, while its word is not understood. */
  format?: string
  customer: { email: string; name: string | null } | null
  product: { id: string; name: string | null } | null
  orderId: string | null
  subscriptionId: string | null
  rule: { id: string; name: string } | null
  integration: { id: string; name: string; site: string } | null
  action: string | null
  target: Target | null
  test: boolean
  /** Made by a person in Enrollwire, not by a sender. */
  madeHere: boolean
  /** Copies received after the first. */
  repeats: number
  /** How its failure was resolved. */
  resolved?: Resolution
  waiting: WaitState | null
  /** Waits for its access to begin; the grant stands. */
  granted?: true
}

export interface WaitState {
  /** Next attempt; for a parked entry, when it was parked. */
  at: number
  since: number
  reason: WaitReason
  parked: boolean
}

export interface LogPage {
  /** Waiting and parked entries found, newest first; at most 50, on the first page only. */
  waiting: LogRow[]
  waitingFound: number
  rows: LogRow[]
  found: number
  /** Final entries in the log; `oldest` is when the first of them became final. */
  logSize: number
  oldest: number | null
  lastEvent: number | null
  /** For `after`; null on the last page. */
  next: number | null
}

export type EntryButton =
  | 'retry'
  | 'replay'
  | 'give up'
  | 'run again'
  | 'open rule'
  | 'open customer'
  | 'undo test'
  | 'undo'
  | 'treat as'
  | 'ignore'

export interface PersonRequest {
  did:
    | 'retry'
    | 'replay'
    | 'enroll earlier buyers'
    | 'apply to past endings'
    | 'choose purchase'
    | 'give up'
    | 'ignore'
    | 'rule off'
    | 'undo'
    | 'enroll now'
    | 'end access now'
    | 'erase'
  person: string | null
  at: number
}

export interface Entry extends LogRow {
  /** The event as understood, with its body as received. */
  marketEvent: MarketEvent
  source: EventSource
  triggers: Trigger[]
  /** Per item, dated. */
  fired: FiredTrigger[][]
  /** With the rule as it was when it matched; null for an event that fired nothing. */
  firing: Firing | null
  attempts: Attempt[]
  /** False once the entry is no longer among the newest 1,000; its attempts are gone. */
  attemptsKept: boolean
  asked: PersonRequest[]
  siblings: LogRow[]
  refusedBefore: EarlierRefusal | null
  buttons: EntryButton[]
}

/** A word that entries in the log bear and that is not understood. */
export interface NotUnderstoodWord {
  word: string
  /** Null where there is none, and in lines of 0.1.0. */
  format: string | null
  count: number
  /** Of them, with a customer and a product: all others can only be ignored. */
  treatable: number
  newest: { entry: string; receivedAt: number }
}

export interface NotUnderstoodPost {
  entry: string
  event: MarketEvent
}

/** What a person says a post means, with what its body says when it is read so. */
export interface WordChoice {
  entry: string
  reading: 'ignore' | (Pick<MarketEvent, 'items'> & { type: EventType })
}
