/** Leaves out ends carried to a plan that was not switched away from: the journal may not know when either was sold. */
import type { LedgerEvent } from './ledger-event'
import type { PurchaseEvents } from './purchase-events'

/** @param all purchases of the customer */
export function withoutOtherPlans(own: PurchaseEvents, all: PurchaseEvents[]): PurchaseEvents {
  const isStray = (event: LedgerEvent) =>
    (event.carried === true || event.implied === true) && !isLeftBehind(own, event, all)
  return own.events.some(isStray) ? { ...own, events: own.events.filter((event) => !isStray(event)) } : own
}

/** Sold before the plan that the event names, in another order. Where that plan is not known, the journal's word counts. */
function isLeftBehind({ bought, orders }: PurchaseEvents, event: LedgerEvent, all: PurchaseEvents[]): boolean {
  const named = all.find(({ events }) => events.some((one) => isNamedPlan(one, event)))
  if (named === undefined) {
    return event.carried !== true || bought !== null
  }
  const isBefore = bought !== null && named.bought !== null && bought < named.bought && named.bought <= event.at
  return isBefore && [...named.orders].every((order) => !orders.has(order))
}

/** The same event, for the product that it names itself. */
function isNamedPlan(one: LedgerEvent, event: LedgerEvent): boolean {
  return (
    one.event === event.event &&
    one.marketplace === event.marketplace &&
    one.product !== event.product &&
    !one.carried &&
    !one.implied
  )
}
