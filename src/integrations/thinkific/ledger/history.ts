/** Puts what is learned of an event into a customer's history, in whatever order it is learned. */
import { type Customer, targetKey } from './customer'
import { type Act, isSameEvent, type LedgerEvent } from './ledger-event'

/** Adds an event; one already there only gains ids and acts, or an earlier date. */
export function withEvent(customer: Customer, added: LedgerEvent): Customer {
  const known = customer.history.find((one) => isSameEvent(one, added))
  if (known === undefined) {
    return { ...customer, history: [...customer.history, withoutDone(added)] }
  }
  const [{ implied: _, quiet: __, ...base }, other] = known.implied && !added.implied ? [added, known] : [known, added]
  // What a firing that a later event brought knows of this one's ids are the later event's own.
  const names = known.implied === added.implied ? joinNames(known, added) : base
  const withdrawn = joinByFiring(known.withdrawn ?? [], added.withdrawn ?? [])
  const corrections = known.corrections ?? added.corrections
  const yielding = joinByFiring(known.yielding ?? [], added.yielding ?? [])
  const isInForce = ({ firing }: Act) => !withdrawn.some((one) => one.firing === firing)
  const merged: LedgerEvent = withoutDone({
    ...base,
    at: known.implied || added.implied ? base.at : Math.min(known.at, added.at),
    ...(known.quiet && added.quiet ? { quiet: true as const } : {}),
    ...(added.chosen === undefined ? {} : { chosen: added.chosen }),
    ...(added.crowded ? { crowded: true as const } : {}),
    ...(corrections === undefined ? {} : { corrections }),
    awaited: union(known.awaited ?? [], added.awaited ?? []),
    ...(known.implied && added.implied ? { implied: true as const } : {}),
    productName: added.productName ?? known.productName,
    orders: names.orders,
    subscriptions: names.subscriptions,
    payments: union(known.payments, added.payments),
    periodEnd: base.periodEnd ?? other.periodEnd,
    acts: joinByFiring(known.acts, added.acts).filter(isInForce),
    ...(yielding.length > 0 ? { yielding } : {}),
    ...(withdrawn.length > 0 ? { withdrawn } : {}),
  })
  return { ...customer, history: customer.history.map((one) => (one === known ? merged : one)) }
}

function joinNames(known: LedgerEvent, added: LedgerEvent): Pick<LedgerEvent, 'orders' | 'subscriptions'> {
  return {
    orders: union(known.orders, added.orders),
    subscriptions: union(known.subscriptions, added.subscriptions),
  }
}

function withoutDone({ awaited = [], ...event }: LedgerEvent): LedgerEvent {
  const left = awaited.filter((key) => !event.acts.some(({ target }) => targetKey(target) === key))
  return left.length === 0 ? event : { ...event, awaited: left }
}

/** Where both have a firing, the second's counts. */
function joinByFiring<One extends Act>(known: One[], added: One[]): One[] {
  return [...known.filter(({ firing }) => !added.some((act) => act.firing === firing)), ...added]
}

function union<One extends string>(one: One[], other: One[]): One[] {
  return [...new Set([...one, ...other])]
}
