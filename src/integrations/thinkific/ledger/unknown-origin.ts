/** Decides whether access found open in Thinkific belongs to a purchase (design: section 6). */

import type { Origin } from '../../../model/job'
import type { Trigger } from '../../../model/trigger'
import type { Target } from '../actions'
import { type Create, type Customer, type FoundAccess, type Purchase, type TargetKey, targetKey } from './customer'

/** Triggers of purchases that may have had access before, by hand or from an earlier tool. */
const CONTINUING: ReadonlySet<Trigger> = new Set<Trigger>([
  'subscription.charged',
  'subscription.recovered',
  'subscription.restarted',
])

/** Thinkific shows whole seconds, and its clock may differ from ours and the sender's by this much. */
const CLOCK_SKEW_MS = 2_000

/** True when access began no earlier than the event, or the event continues an older purchase. */
export function isExplained(create: Create, origin: Origin, since: number): boolean {
  return isNotBefore(create, since) || isContinuing(create, origin)
}

/** Stored like a grant without a purchase; finding it again changes nothing. */
export function withFoundAccess(customer: Customer, found: FoundAccess): Customer {
  const known = customer.found.some(
    (one) => targetKey(one.target) === targetKey(found.target) && one.since >= found.since,
  )
  const others = customer.found.filter((one) => targetKey(one.target) !== targetKey(found.target))
  return known ? customer : { ...customer, found: [...others, found] }
}

/**
 * A newly known create may explain access found earlier: access that began after it, or, for a continuing purchase,
 * access that its own ending, received first, has ended. Other access that ending took is thereby restored.
 */
export function absorbFoundAccess(
  customer: Customer,
  purchase: Purchase,
  key: TargetKey,
  create: Create,
  origin: Origin,
): Customer {
  const ends = purchase.claims[key]?.ends ?? []
  const mine = (found: FoundAccess) =>
    targetKey(found.target) === key &&
    (isNotBefore(create, found.since) ||
      (isContinuing(create, origin) && ends.some(({ happened }) => happened.at >= found.since)))
  return { ...customer, found: customer.found.filter((found) => !mine(found)) }
}

export function toFoundAccess(target: Target, since: number, until: number | null): FoundAccess {
  return { target, since, until }
}

function isNotBefore({ happened }: Create, since: number): boolean {
  return since >= happened.at - CLOCK_SKEW_MS
}

function isContinuing({ happened, byPerson }: Create, origin: Origin): boolean {
  return (
    CONTINUING.has(happened.trigger) || byPerson || origin === 'replay' || origin === 'import' || origin === 'person'
  )
}
