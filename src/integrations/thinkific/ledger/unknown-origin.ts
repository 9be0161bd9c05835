/** Decides whether access found open in Thinkific belongs to a purchase. */

import { type EventType, RESTARTS, SUBSCRIPTION_PAYMENTS } from '../../../model/event-type'
import type { Target } from '../actions'
import { type Customer, type FoundAccess, targetKey } from './customer'
import type { LedgerEvent } from './ledger-event'

/** Types of events of purchases that may have had access before, by hand or from an earlier tool. */
const CONTINUING: ReadonlySet<EventType> = new Set<EventType>([...SUBSCRIPTION_PAYMENTS, ...RESTARTS])

/** Thinkific shows whole seconds, and its clock may differ from ours and the sender's by this much. */
export const CLOCK_SKEW_MS = 2_000

/** Stored like a grant without a purchase; finding it again changes nothing. */
export function withFoundAccess(customer: Customer, found: FoundAccess): Customer {
  const known = customer.found.some(
    (one) => targetKey(one.target) === targetKey(found.target) && one.since >= found.since,
  )
  const others = customer.found.filter((one) => targetKey(one.target) !== targetKey(found.target))
  return known ? customer : { ...customer, found: [...others, found] }
}

export function toFoundAccess(target: Target, since: number, until: number | null, isReopened = false): FoundAccess {
  return { target, since, until, ...(isReopened ? { reopened: true as const } : {}) }
}

/** An event of a purchase that may have had access before it was reported here. */
export function isContinuing({ type, acts }: LedgerEvent): boolean {
  return CONTINUING.has(type) || acts.some(({ by }) => by !== 'rule')
}
