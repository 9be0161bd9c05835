/** Leaves out ends carried to a plan that was not switched away from: the journal may not know when either was sold. */
import { isPurchase, type LedgerEvent } from './ledger-event'
import type { PurchaseEvents } from './purchase-events'
import { mergeRepeats } from './repeated-reports'

/** @param all purchases of the customer */
export function withoutOtherPlans(own: PurchaseEvents, all: PurchaseEvents[]): PurchaseEvents {
  const isStray = (event: LedgerEvent) =>
    (event.carried === true || event.implied === true) && !isLeftBehind(own, event, all)
  return own.events.some(isStray) ? { ...own, events: own.events.filter((event) => !isStray(event)) } : own
}

/** Last sold before the plan that the event names, in another order. Where that plan is not known, the journal's word counts. */
function isLeftBehind(own: PurchaseEvents, event: LedgerEvent, all: PurchaseEvents[]): boolean {
  const named = all.find(({ events }) => events.some((one) => isNamedPlan(one, event)))
  if (named === undefined) {
    return event.carried !== true || own.bought !== null
  }
  const bought = lastBought(own, event)
  const movedTo = lastBought(named, event)
  const isBefore = bought !== null && movedTo !== null && bought < movedTo
  return isBefore && [...named.orders].every((order) => !own.orders.has(order))
}

/** Who moves back to an earlier plan buys it again. */
function lastBought({ events }: PurchaseEvents, { at }: LedgerEvent): number | null {
  return mergeRepeats(events).findLast((one) => isPurchase(one) && one.at <= at)?.at ?? null
}

/** The same event, for the product that it names itself. */
export function isNamedPlan(one: LedgerEvent, event: LedgerEvent): boolean {
  return (
    one.event === event.event &&
    one.marketplace === event.marketplace &&
    one.product !== event.product &&
    !one.carried &&
    !one.implied
  )
}
