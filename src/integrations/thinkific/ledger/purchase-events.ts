/** A purchase while its events are put together. */
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

/** Still live, and lacking each id the event names; a payment is one of many. */
export function isJoinable({ events, orders, subscriptions }: PurchaseEvents, event: LedgerEvent): boolean {
  const lacks =
    (event.orders.length === 0 || orders.size === 0) && (event.subscriptions.length === 0 || subscriptions.size === 0)
  return (
    lacks &&
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
