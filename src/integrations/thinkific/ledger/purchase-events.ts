/** A purchase while its events are put together. */
import { PAYMENTS } from '../../../model/event-type'
import { isPurchase, type LedgerEvent } from './ledger-event'
import type { Names } from './purchase-names'
import { listStanding } from './standing'
import { endingKind, isEnding, isUndoneBy } from './undoing'

/** Its ids are known throughout, whenever an event named them. */
export interface PurchaseEvents extends Names {
  events: LedgerEvent[]
  /** When it was bought; null while only later events of it are known. */
  bought: number | null
}

export function addEvent(purchase: PurchaseEvents, event: LedgerEvent): void {
  purchase.events.push(event)
  if (isPurchase(event)) {
    purchase.bought ??= event.at
  }
}

/** Still live, and lacking what the event names. A later payment of a subscription may have an order of its own. */
export function isJoinable({ events, orders, subscriptions }: PurchaseEvents, event: LedgerEvent): boolean {
  const isOfSubscription = event.subscriptions.length > 0
  const needsOrder = event.orders.length > 0 && !(isOfSubscription && PAYMENTS.has(event.type))
  return (
    (!needsOrder || orders.size === 0) &&
    (!isOfSubscription || subscriptions.size === 0) &&
    listStanding(events).every(
      (ending) =>
        ending.type === 'subscription.charge_failed' ||
        ending.type === 'product.partially_refunded' ||
        isUndoneBy(endingKind(ending, events), ending, event, [...events, event]),
    )
  )
}

export function hasEnding({ events }: PurchaseEvents, since: LedgerEvent): boolean {
  return events.some(({ at, type }) => at >= since.at && isEnding(type))
}
