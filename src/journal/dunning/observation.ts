/** An item of an event as a subscription's history takes it in, and which history that is. Pure. */
import { type EventItem, type MarketEvent, reportsOf } from '../../model/event'
import { type EventType, isStoreEvent } from '../../model/event-type'
import { historyKey } from '../../model/fingerprint'
import { type HistoryEntry, TEST } from './subscription-history'

/** `repeat`: a copy of an earlier post (see repeats.ts). */
export interface Observation extends Omit<HistoryEntry, 'fired'> {
  repeat: boolean
}

/** `key`: of the stored record; `product`: the part of it that belongs to this product. */
interface HistoryRef {
  key: string
  product: string
}

/**
 * The history an item belongs to: that of its product under its subscription, order or customer.
 * Null for a purchase or refund without a subscription, which needs no history.
 * Its key contains the customer's email only when the event has neither subscription nor order.
 */
export function findHistoryRef(event: MarketEvent, item: EventItem): HistoryRef | null {
  const { fingerprint, subscription, productId } = item
  if (event.type !== null && !isStoreEvent(event.type)) {
    return null
  }
  if (subscription !== null) {
    return { key: subscriptionKey(subscription.id), product: productId }
  }
  if (fingerprint?.kind === 'state' || fingerprint?.kind === 'failure') {
    return { key: fingerprint.about, product: productId }
  }
  if (!event.type?.startsWith('subscription.')) {
    return null
  }
  const email = event.customer?.email ?? ''
  return { key: historyKey({ orderId: event.orderId, productId, subscriptionId: null, email }), product: productId }
}

export function subscriptionKey(id: string): string {
  return `subscription|${id}`
}

/** @param original id of the event this item repeats, found by repeats.ts */
export function toObservation(
  event: MarketEvent & { type: EventType },
  item: EventItem,
  original: string | null,
  who: string,
): Observation {
  const passing = item.fingerprint?.kind === 'state' || item.fingerprint?.kind === 'failure'
  return {
    event: event.id,
    type: event.type,
    at: event.happenedAt,
    received: event.receivedAt,
    reports: reportsOf(event),
    who: event.test ? who + TEST : who,
    ...(event.orderId === null ? {} : { order: event.orderId }),
    ...(event.delinquentAt === undefined ? {} : { delinquentAt: event.delinquentAt }),
    failedAttempts: (item.subscription ?? item.unnamed)?.failedAttempts ?? null,
    post: passing ? (item.fingerprint?.key ?? null) : null,
    ...(original === null ? {} : { copyOf: original }),
    repeat: original !== null,
  }
}
