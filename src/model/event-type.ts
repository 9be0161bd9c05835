/** What an event can be: each trigger's own, and what fires another trigger or only undoes an ending. */
import {
  type AccessTrigger,
  type CourseTrigger,
  isAccessTrigger,
  isCourseTrigger,
  labelTrigger,
  TRIGGER_LABELS,
  TRIGGERS,
  type Trigger,
} from './trigger'

const OTHER_TYPES = [
  'product.disputed',
  'product.dispute_won',
  'product.refund_reversed',
  'subscription.paused',
  'subscription.expired',
  'subscription.resumed',
  'subscription.uncanceled',
] as const

export const EVENT_TYPES = [...TRIGGERS, ...OTHER_TYPES] as const

export type StoreEventType = (typeof EVENT_TYPES)[number]
type ReportedType = StoreEventType | CourseTrigger
export type EventType = ReportedType | AccessTrigger

const OTHER_LABELS: Record<(typeof OTHER_TYPES)[number], string> = {
  'product.disputed': 'Chargeback',
  'product.dispute_won': 'Chargeback Won',
  'product.refund_reversed': 'Refund Reversed',
  'subscription.paused': 'Subscription Paused',
  'subscription.expired': 'Subscription Expired',
  'subscription.resumed': 'Subscription Resumed',
  'subscription.uncanceled': 'Cancellation Undone',
}

const EVENT_LABELS: Record<StoreEventType, string> = { ...TRIGGER_LABELS, ...OTHER_LABELS }

export function labelEvent(type: EventType): string {
  return isStoreEvent(type) ? EVENT_LABELS[type] : labelTrigger(type)
}

/** The trigger that types without one of their own fire; null for what only undoes. */
const FIRES: Record<(typeof OTHER_TYPES)[number], Trigger | null> = {
  'product.disputed': 'product.refunded',
  'product.dispute_won': null,
  'product.refund_reversed': null,
  'subscription.paused': 'subscription.canceled',
  'subscription.expired': 'subscription.canceled',
  'subscription.resumed': 'subscription.restarted',
  'subscription.uncanceled': 'subscription.restarted',
}

/** The trigger an event of that type fires regardless of history. */
export function mainTrigger(type: EventType): Trigger | null {
  return type in FIRES ? FIRES[type as keyof typeof FIRES] : (type as Trigger)
}

/** Types that fire another type's trigger. People see them under their own name. */
export function hasOwnName(type: EventType): boolean {
  return type in FIRES
}

export function isStoreEvent(type: EventType): type is StoreEventType {
  return !isCourseTrigger(type) && !isAccessTrigger(type)
}

/** Of what a sender may report. */
export function isReportedType(word: string): word is ReportedType {
  return isCourseTrigger(word) || (EVENT_TYPES as readonly string[]).includes(word)
}

/** A payment for a subscription: some senders report a recovery or a completion in place of the charge. */
export const SUBSCRIPTION_PAYMENTS: readonly Trigger[] = [
  'subscription.charged',
  'subscription.recovered',
  'subscription.completed',
]

/** A payment was made. */
export const PAYMENTS: ReadonlySet<EventType> = new Set<EventType>(['product.purchased', ...SUBSCRIPTION_PAYMENTS])

/** All of a payment is back with the customer; a partial refund leaves the rest paid. */
export const REPAYMENTS: ReadonlySet<EventType> = new Set<EventType>(['product.refunded', 'product.disputed'])

/** Undoes a refund or a dispute. */
export const REVERSALS: ReadonlySet<EventType> = new Set<EventType>(['product.refund_reversed', 'product.dispute_won'])

/** A subscription stops. */
export const STOPS: ReadonlySet<EventType> = new Set<EventType>([
  'subscription.canceled',
  'subscription.paused',
  'subscription.expired',
  'subscription.delinquent',
])

/** A stopped subscription goes on. */
export const RESTARTS: ReadonlySet<EventType> = new Set<EventType>([
  'subscription.restarted',
  'subscription.resumed',
  'subscription.uncanceled',
])

/** Order of events at equal times: good news, bad news, what undoes bad news, money back, money back again. */
const EVENT_RANK: Record<StoreEventType, number> = {
  'product.purchased': 0,
  'subscription.charged': 1,
  'subscription.completed': 2,
  'subscription.charge_failed': 3,
  'subscription.delinquent': 4,
  'subscription.canceled': 5,
  'subscription.paused': 6,
  'subscription.expired': 7,
  'subscription.recovered': 8,
  'subscription.restarted': 9,
  'subscription.resumed': 10,
  'subscription.uncanceled': 11,
  'product.refunded': 12,
  'product.partially_refunded': 13,
  'product.disputed': 14,
  'product.dispute_won': 15,
  'product.refund_reversed': 16,
}

export function rankEvent(type: EventType): number {
  return isStoreEvent(type) ? EVENT_RANK[type] : Object.keys(EVENT_RANK).length
}
