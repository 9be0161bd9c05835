/** Whether an event itself changes what a customer should have. */
import { type Customer, type TargetKey, targetKey } from './customer'
import { derive } from './derive'
import { type Contents, resolveAccess } from './grants'
import { isSameEvent, type LedgerEvent } from './ledger-event'

/** Compares with the same history without it, so that an event recorded twice answers the same. */
export function changesAccess(customer: Customer, event: LedgerEvent, contents: Contents, now: number): boolean {
  const without = withoutEvent(customer, event)
  const targets = new Set([...listTargets(customer), ...listTargets(without)])
  const endOf = (one: Customer, target: TargetKey) => resolveAccess(one, target, contents, now).end
  return [...targets].some((target) => endOf(customer, target) !== endOf(without, target))
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
