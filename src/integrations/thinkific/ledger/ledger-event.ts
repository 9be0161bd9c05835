/** One item of one event as the ledger keeps it, with what rules asked for. Everything else is worked out from these. */
import type { EventType } from '../../../model/event-type'
import type { PurchaseChoice } from '../../../model/purchase'
import type { EndAccess } from '../../../model/rule'
import type { Trigger } from '../../../model/trigger'
import type { Target } from '../actions'
import type { TargetKey } from './customer'

export interface LedgerEvent {
  event: string
  marketplace: string
  product: string
  productName: string | null
  type: EventType
  /** When it happened, epoch ms; never later than its arrival. */
  at: number
  /** Ids of the purchase, as named by this event. */
  orders: string[]
  subscriptions: string[]
  payments: string[]
  /** End of the paid period it names, epoch ms. */
  periodEnd: number | null
  /** A failure that makes the subscription delinquent. */
  delinquent?: true
  /** Its sender states facts, from which triggers were counted. */
  derives?: true
  test?: true
  /** The marketplace's zone when it was recorded; absent for UTC. */
  zone?: string
  /** The customer whose email it named, if not this one: key of their document. */
  from?: string
  /** Of its email, by which a person moved it here: from which document, and when, epoch ms; earliest first. */
  corrections?: { from: string; at: number }[]
  /** Known only from a firing that a later event brought. */
  implied?: true
  /** Its ids fit purchases of several other customers. */
  ambiguous?: true
  /** One of its ids is that of so many customers that it names none of them. */
  crowded?: true
  /** What began the purchase it joined though that lacked its ids; decided with other customers' events at hand. */
  joined?: PurchaseChoice
  /**
   * Whether this payment ended failed payments, judged with other customers' events at hand: a restart or a new order may
   * have ended them first, or they were reported under another email. Absent where its own customer's events are enough.
   */
  recovers?: boolean
  /** A completion that is a payment as well, judged likewise. */
  pays?: true
  /** A person's choice, which wins over what its ids say. */
  chosen?: PurchaseChoice
  /** About a later plan under the same subscription, whose end reaches this product too. */
  carried?: true
  /** Carried to a plan that it does not reach; never stored. */
  stray?: true
  /** Only imported or replayed, so that it raises no concern. */
  quiet?: true
  /** The run of its own entry that said it is unclear, and the firing or note that showed otherwise since. */
  saidUnclear?: { entry: string; amendedBy?: string }
  /** Targets on which firings of it that are not settled yet will act. */
  awaited?: TargetKey[]
  acts: Act[]
  /** What made way for acts of the same event, and counts where those turn out to be another event's. */
  yielding?: YieldingAct[]
  /** Taken back since; kept for the record, they count for nothing. */
  withdrawn?: WithdrawnAct[]
}

/** What one firing asks for. */
export interface Act {
  firing: string
  trigger: Trigger
  does: 'create' | 'end' | 'remove'
  target: Target
  lasts: Span
  starts: Span
  end: EndAccess
  giveBack: boolean
  everyProduct: boolean
  by: 'rule' | 'replay' | 'person'
  /** When a replay or import first ran, epoch ms; missing in documents from before. */
  replayedAt?: number
  /** An end that a person took over from Thinkific, or that 0.1.0 worked out, epoch ms; null for none. */
  exact?: number | null
  /** Whether its entry says it is unclear; absent until it is settled. */
  isSaidUnclear?: boolean
  /** The firing or note that last changed what its entry says. */
  amendedBy?: string
  /** Its event has moved to another customer since its entry was written, or back. */
  hasMoved?: true
  /** A create whose end had passed when it was settled. */
  isOver?: true
  /** What the bundle contained, each time access began. */
  openings?: Opening[]
  /** In documents from before: those of the last time. */
  opened?: string[]
}

export interface YieldingAct extends Act {
  /** The firing that decides. */
  to: string
}

export interface WithdrawnAct extends Act {
  /** The event of the undo, the same however often that is tried. */
  withdrawnBy: string
}

export interface Opening {
  /** When the event that began it happened, epoch ms. */
  since: number
  courses: string[]
}

/** A number of days, a date (`2026-12-24`), or neither. */
export type Span = { days: number } | { date: string } | null

export type PurchaseNames = Pick<LedgerEvent, 'marketplace' | 'product' | 'test' | 'orders' | 'subscriptions'>

type EventName = Pick<LedgerEvent, 'event'> & PurchaseNames

export function isPurchase({ type }: LedgerEvent): boolean {
  return type === 'product.purchased'
}

export function isByPerson({ acts, withdrawn = [] }: LedgerEvent): boolean {
  return [...acts, ...withdrawn].some(({ by }) => by === 'person')
}

/** A person moved it from that customer when they corrected an email. */
export function hasCorrection({ corrections = [] }: LedgerEvent, from: string): boolean {
  return corrections.some((one) => one.from === from)
}

/** A person's act, or an event that only a firing knew of, of which everything was taken back: as if it had never been. */
export function isVoid(event: LedgerEvent): boolean {
  const { acts, withdrawn = [], implied } = event
  return acts.length === 0 && withdrawn.length > 0 && (implied === true || isByPerson(event))
}

/** Of all events of one product in one marketplace, real ones and tests apart. */
export function lineKey({ marketplace, product, test }: PurchaseNames): string {
  return JSON.stringify([marketplace, product, test === true])
}

/** The same event for the same purchase, however often it is recorded. */
export function isSameEvent(one: EventName, other: EventName): boolean {
  return (
    one.event === other.event &&
    one.marketplace === other.marketplace &&
    one.product === other.product &&
    one.test === other.test &&
    (one.subscriptions[0] ?? '') === (other.subscriptions[0] ?? '')
  )
}

/** The event by which a person named the purchase. */
export function isChosen({ event, subscriptions }: LedgerEvent, chosen: PurchaseChoice): boolean {
  return event === chosen.event && (subscriptions[0] ?? null) === chosen.subscription
}
