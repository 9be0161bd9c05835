/** Whether an event itself changes what a customer should have, or will have. */
import { type Customer, type TargetKey, targetKey } from './customer'
import { derive } from './derive'
import { type Contents, resolveAccess } from './grants'
import { isSameEvent, type LedgerEvent } from './ledger-event'

/** Compares with the same history without it, so that an event recorded twice answers the same. */
export function changesAccess(customer: Customer, event: LedgerEvent, contents: Contents, now: number): boolean {
  const without = withoutEvent(customer, event)
  const targets = new Set([...listTargets(customer), ...listTargets(without)])
  const endOf = (one: Customer, target: TargetKey, at: number) =>
    Math.max(now, resolveAccess(one, target, contents, at).end)
  // Grants that begin later count in the end.
  return [...targets].some((target) =>
    [now, Number.POSITIVE_INFINITY].some((at) => endOf(customer, target, at) !== endOf(without, target, at)),
  )
}

/** Access to the target that is open now would be over without the event. */
export function opensAccess(
  customer: Customer,
  event: LedgerEvent,
  target: TargetKey,
  contents: Contents,
  now: number,
): boolean {
  const isOpen = (one: Customer) => resolveAccess(one, target, contents, now).end > now
  return isOpen(customer) && !isOpen(withoutEvent(customer, event))
}

function withoutEvent(customer: Customer, event: LedgerEvent): Customer {
  return derive({ ...customer, history: customer.history.filter((one) => !isSameEvent(one, event)) }).customer
}

function listTargets({ purchases, removals, found }: Customer): TargetKey[] {
  const claimed = purchases.flatMap(({ claims }) => Object.values(claims).map(({ target }) => target))
  const removed = Object.values(removals).flatMap((all) => all.map(({ target }) => target))
  return [...claimed, ...removed, ...found.map(({ target }) => target)].map(targetKey)
}
