/** What an event can be: each trigger's own, and what fires another trigger or only undoes an ending. */
import { TRIGGER_LABELS, TRIGGERS, type Trigger } from './trigger'

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

export type EventType = (typeof EVENT_TYPES)[number]

const OTHER_LABELS: Record<(typeof OTHER_TYPES)[number], string> = {
  'product.disputed': 'Chargeback',
  'product.dispute_won': 'Chargeback Won',
  'product.refund_reversed': 'Refund Reversed',
  'subscription.paused': 'Subscription Paused',
  'subscription.expired': 'Subscription Expired',
  'subscription.resumed': 'Subscription Resumed',
  'subscription.uncanceled': 'Cancellation Undone',
}

export const EVENT_LABELS: Record<EventType, string> = { ...TRIGGER_LABELS, ...OTHER_LABELS }

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

/** Those whose trigger is another type's: people read their own name. */
export function hasOwnName(type: EventType): boolean {
  return type in FIRES
}

export function isEventType(word: string): word is EventType {
  return (EVENT_TYPES as readonly string[]).includes(word)
}

/** Order of events at equal times: good news, bad news, what undoes bad news, money back, money back again. */
export const EVENT_RANK: Record<EventType, number> = {
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
