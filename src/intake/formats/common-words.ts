/** Words for what happened that more than one sender uses. Compared without case and separators. */
import { EVENT_TYPES, type EventType, labelEvent } from '../../model/event-type'
import { isCourseTrigger } from '../../model/trigger'

type Words = Partial<Record<EventType, readonly string[]>>

/** Besides each type's own name and label. From the documents of Stripe, Paddle, ThriveCart, Gumroad, Polar and others. */
const COMMON: Words = {
  'product.disputed': [
    ...[
      'Disputed',
      'Payment Disputed',
      'Dispute',
      'Dispute Created',
      'Dispute Opened',
      'Order Disputed',
      'Charge Dispute Created',
    ],
    ...['Chargeback', 'Chargeback Created', 'Chargeback Initiated', 'Chargeback Opened', 'Payment Chargeback'],
    ...['Order Chargeback', 'Payment Dispute Created', 'Customer Dispute Created', 'Transaction Disputed'],
  ],
  'product.dispute_won': [
    ...[
      'Dispute Won',
      'Payment Dispute Won',
      'Order Dispute Won',
      'Chargeback Won',
      'Chargeback Reversed',
      'Chargeback Reverse',
    ],
    ...['Charge Dispute Funds Reinstated', 'Dispute Reversed'],
  ],
  'product.refund_reversed': [
    ...['Refund Canceled', 'Refund Failed', 'Charge Refund Reversed', 'Refund Reverse', 'Refund Undone'],
    ...['Product Refund Canceled'],
  ],
  'subscription.paused': ['Paused', 'Customer Subscription Paused', 'Order Subscription Paused', 'Membership Paused'],
  'subscription.expired': [
    ...['Expired', 'Customer Subscription Expired', 'Membership Expired', 'Subscription Ended'],
    ...['Billing Subscription Expired'],
  ],
  'subscription.restarted': ['Subscription Reactivated', 'Billing Subscription Re-activated'],
  'subscription.resumed': [
    ...['Resumed', 'Customer Subscription Resumed', 'Order Subscription Resumed', 'Membership Resumed'],
    ...['Subscription Unpaused'],
  ],
  'subscription.uncanceled': [
    ...['Uncanceled', 'Subscription Cancellation Undone', 'Subscription Cancellation Removed'],
    ...['Subscription Cancellation Withdrawn', 'Subscription Uncancellation'],
  ],
}

/** Known, and no reason to give or end access. */
const HARMLESS = [
  ...['Prospect', 'Prospect Created', 'Lead', 'Lead Added', 'Lead Created', 'Checkout Failed'],
  ...['Subscription Started', 'Subscription Cancel Scheduled', 'Subscription Cancel Scheduled Stopped'],
  ...['Cancel Scheduled', 'Cancel Scheduled Stopped', 'Subscription Cancellation Scheduled'],
  ...['Subscription Cancellation Scheduled Stopped', 'Scheduled Subscription Cancellation'],
  ...['Scheduled Subscription Cancellation Stopped', 'Student Added', 'Student Removed', 'Student Started Course'],
  ...['Student Finished Course', 'Test', 'Ping', 'Webhook Test'],
]

let knownHarmless: ReadonlySet<string> | null = null

/** Finds a type by its name, its label, a common word, one of the format's own, or as a course's; null for any other word. */
export function wordFinder(own: Words): (word: string) => EventType | null {
  const exact = new Map<string, EventType>(EVENT_TYPES.map((type) => [type, type]))
  // Made for the first other word: a type's own name needs none of it.
  let known: Map<string, EventType> | null = null
  return (word) => {
    const type = exact.get(word)
    if (type !== undefined) {
      return type
    }
    known ??= listSpellings(own)
    return known.get(normalizeWord(word)) ?? findCourseType(word)
  }
}

function listSpellings(own: Words): Map<string, EventType> {
  return new Map(
    EVENT_TYPES.flatMap((type) =>
      [type, labelEvent(type), ...(COMMON[type] ?? []), ...(own[type] ?? [])].map(
        (word) => [normalizeWord(word), type] as const,
      ),
    ),
  )
}

function findCourseType(word: string): EventType | null {
  const type = word.toLowerCase()
  return isCourseTrigger(type) ? type : null
}

export function isHarmless(word: string): boolean {
  knownHarmless ??= new Set(HARMLESS.map(normalizeWord))
  return knownHarmless.has(normalizeWord(word))
}

/** Letters and digits in lower case, with American "canceled". */
export function normalizeWord(word: string): string {
  return word
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase()
    .replaceAll('cancell', 'cancel')
}
