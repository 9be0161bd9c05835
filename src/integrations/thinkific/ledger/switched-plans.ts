/** Leaves out ends carried to a plan that they do not reach: the journal may not know when it or the later plan was sold. */
import { isPurchase, type LedgerEvent } from './ledger-event'
import type { PurchaseEvents } from './purchase-events'
import { mergeRepeats } from './repeated-reports'

/** Ends carried to a plan that they do not reach. @param all purchases of the customer */
export function listStrays(all: PurchaseEvents[]): LedgerEvent[] {
  return all.flatMap((own) => own.events.filter((event) => isFromLaterPlan(event) && isStray(own, event, all)))
}

/** The others end what is paid for when the plan they name does. @param all purchases of the customer */
export function withoutOtherPlans(own: PurchaseEvents, all: PurchaseEvents[]): PurchaseEvents {
  if (!own.events.some(isFromLaterPlan)) {
    return own
  }
  const events = own.events.flatMap((event) => {
    if (!isFromLaterPlan(event)) {
      return [event]
    }
    const named = findNamedPlan(event, all)?.events.find((one) => isNamedPlan(one, event))
    return isStray(own, event, all) ? [] : [{ ...event, periodEnd: event.periodEnd ?? named?.periodEnd ?? null }]
  })
  return { ...own, events }
}

function isStray(own: PurchaseEvents, event: LedgerEvent, all: PurchaseEvents[]): boolean {
  return !isLeftBehind(own, event, all) || findCompletion(event, all) !== null
}

/** Firings of ends that name a plan paid in full, and when that was. */
export function listPaidInFull(own: PurchaseEvents, all: PurchaseEvents[]): { firing: string; at: number }[] {
  return own.events.filter(isFromLaterPlan).flatMap((event) => {
    const at = findCompletion(event, all)
    return at === null ? [] : event.acts.map(({ firing }) => ({ firing, at }))
  })
}

function isFromLaterPlan({ carried, implied }: LedgerEvent): boolean {
  return carried === true || implied === true
}

/** When the plan that the event names was paid in full. */
function findCompletion(event: LedgerEvent, all: PurchaseEvents[]): number | null {
  return findNamedPlan(event, all)?.events.find(({ type }) => type === 'subscription.completed')?.at ?? null
}

/**
 * Last sold before the plan that the event names, in another order of the subscription. Where that plan is not known, the
 * journal's word counts.
 */
function isLeftBehind(own: PurchaseEvents, event: LedgerEvent, all: PurchaseEvents[]): boolean {
  const named = findNamedPlan(event, all)
  if (named === undefined) {
    return event.carried !== true || own.bought !== null
  }
  const bought = lastBought(own, event)
  const movedTo = lastBought(named, event)
  const isBefore = bought !== null && movedTo !== null && bought < movedTo
  const isShared = event.subscriptions.some((id) => named.subscriptions.has(id))
  return isShared && isBefore && [...named.orders].every((order) => !own.orders.has(order))
}

/** Who moves back to an earlier plan buys it again. */
function lastBought({ events }: PurchaseEvents, { at }: LedgerEvent): number | null {
  return mergeRepeats(events).findLast((one) => isPurchase(one) && one.at <= at)?.at ?? null
}

function findNamedPlan(event: LedgerEvent, all: PurchaseEvents[]): PurchaseEvents | undefined {
  return all.find(({ events }) => events.some((one) => isNamedPlan(one, event)))
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
