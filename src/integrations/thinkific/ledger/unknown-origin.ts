/** Access the ledger cannot explain (design: section 6): whose is what was found open in Thinkific? */

import type { Origin } from '../../../model/job'
import type { Trigger } from '../../../model/trigger'
import type { Target } from '../actions'
import { type Create, type Customer, type FoundAccess, type Purchase, type TargetKey, targetKey } from './customer'

/** These come to purchases that had their access before: by hand, or by an engine before us. */
const CONTINUING: ReadonlySet<Trigger> = new Set<Trigger>([
  'subscription.charged',
  'subscription.recovered',
  'subscription.restarted',
])

/** Thinkific shows whole seconds, by a clock that may differ from ours and the sender's by so much. */
const CLOCK_SKEW_MS = 2_000

/** Whether access found open belongs to the purchase at hand: it began no earlier than the event, or goes on from before. */
export function isExplained(create: Create, origin: Origin, since: number): boolean {
  return isNotBefore(create, since) || isContinuing(create, origin)
}

/** Keeps access of unknown origin as a grant of nobody's; found again, it is the earlier finding's. */
export function withFoundAccess(customer: Customer, found: FoundAccess): Customer {
  const known = customer.found.some(
    (one) => targetKey(one.target) === targetKey(found.target) && one.since >= found.since,
  )
  const others = customer.found.filter((one) => targetKey(one.target) !== targetKey(found.target))
  return known ? customer : { ...customer, found: [...others, found] }
}

/**
 * A create that comes to be known may explain what seemed unexplained: what began after it; and what its own ending,
 * arriving before it, has ended, if it goes on from before. Other access its ending took is thereby given back.
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

/** A found access as it is kept. */
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
