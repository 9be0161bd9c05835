/** Who lets a customer into a target, and until when: all grants reaching it, a bundle's being one of each course. */
import type { Target } from '../../rules/rule'
import {
  type Claim,
  type Create,
  type Customer,
  courseKey,
  type Found,
  keyOf,
  type Purchase,
  type Removal,
  type TargetKey,
} from './customer'
import { ENDLESS, endOfClaim, endOfEnding, momentOf, NEVER } from './ends'
import { compareHappened, type Happened } from './happened'

/** Each bundle's courses, as far as they are known. */
export type Contents = Record<string, readonly string[]>

/** `through`: the target granted, which for a course may be a bundle. `purchase` is null for access of unknown origin. */
export interface Grant {
  purchase: Purchase | null
  through: Target
  end: number
  test: boolean
}

export interface Access {
  /** Epoch ms, ENDLESS, or NEVER. */
  end: number
  /** The grant that gives it, null when none does. */
  by: Grant | null
}

/** The access the ledger gives to a target at `now`: the latest end among the grants reaching it. */
export function accessTo(customer: Customer, target: TargetKey, contents: Contents, now: number): Access {
  const grants = grantsReaching(customer, target, contents)
  const real = grants.filter(({ test }) => !test)
  // A test event's grant never keeps anyone in: where a real one reaches, or lasted till after it, tests do not count.
  const tests = grants.filter((grant) => grant.test && !outlasted(grant, real))
  return latest(real).end > now ? latest(real) : latest([...tests, ...real])
}

function outlasted({ purchase, through }: Grant, real: Grant[]): boolean {
  const since = purchase?.claims[keyOf(through)]?.create?.happened.at ?? NEVER
  return real.some(({ end }) => end > since)
}

/** All grants reaching a target, lapsed and ended ones too. */
export function grantsReaching(customer: Customer, target: TargetKey, contents: Contents): Grant[] {
  const claimed = customer.purchases.flatMap((purchase) =>
    Object.values(purchase.claims)
      .filter((claim) => reaches(claim.target, target, contents))
      .flatMap((claim) => grantOf(customer, purchase, claim, target)),
  )
  const found = customer.found
    .filter((one) => reaches(one.target, target, contents))
    .map((one) => ({ purchase: null, through: one.target, end: endOfFound(customer, one, target), test: false }))
  return [...claimed, ...found]
}

/** Bundles whose courses must be known before anything can be said about this target. */
export function bundlesToKnow(customer: Customer, target: Target): string[] {
  const others = heldTargets(customer).filter((held) => keyOf(held) !== keyOf(target))
  const bundles = others.filter(({ kind }) => kind === 'bundle').map(({ id }) => id)
  const itself = target.kind === 'bundle' && others.length > 0 ? [target.id] : []
  return [...new Set([...itself, ...bundles])]
}

/** True when a grant of `granted` is one of `target` too. */
export function reaches(granted: Target, target: TargetKey, contents: Contents): boolean {
  if (keyOf(granted) === target) return true
  return granted.kind === 'bundle' && (contents[granted.id] ?? []).some((course) => courseKey(course) === target)
}

/** When access of unknown origin ends: when found to, or by the ending of a purchase that the ledger never saw begin. */
export function endOfFound(customer: Customer, found: Found, reaching: TargetKey = keyOf(found.target)): number {
  const endings = customer.purchases.flatMap((purchase) => {
    const claim = purchase.claims[keyOf(found.target)]
    const ends = claim === undefined || claim.create !== null ? [] : claim.ends
    return ends.filter(({ happened }) => happened.at >= found.since).map((end) => endOfEnding(purchase, end))
  })
  const removals = removalsOf(customer, [keyOf(found.target), reaching])
    .filter(({ happened }) => happened.at >= found.since)
    .map((removal) => endOfRemoval(customer, removal))
  return Math.min(momentOf(found.until), ...endings, ...removals)
}

function grantOf(customer: Customer, purchase: Purchase, claim: Claim, reaching: TargetKey): Grant[] {
  const { create } = claim
  if (create === null) return []
  if (create.test && endedSince(customer, purchase, create, reaching)) return []
  const removed = removalsOf(customer, [keyOf(claim.target), reaching])
    .filter(({ happened }) => compareHappened(happened, create.happened) > 0)
    .map((removal) => endOfRemoval(customer, removal))
  return [
    { purchase, through: claim.target, end: Math.min(endOfClaim(purchase, claim), ...removed), test: create.test },
  ]
}

/** A test's access goes with the next ending of anybody's: it would otherwise keep the customer in. */
function endedSince(customer: Customer, self: Purchase, create: Create, target: TargetKey): boolean {
  const later = (happened: Happened) => compareHappened(happened, create.happened) > 0
  return customer.purchases.some((purchase) => {
    const ends = purchase.claims[target]?.ends ?? []
    return purchase.id !== self.id && ends.some((end) => later(end.happened))
  })
}

function removalsOf(customer: Customer, targets: TargetKey[]) {
  return [...new Set(targets)].flatMap((target) => customer.removals[target] ?? [])
}

function endOfRemoval(customer: Customer, removal: Removal): number {
  return endOfEnding(
    customer.purchases.find(({ id }) => id === removal.purchase),
    removal,
  )
}

function heldTargets(customer: Customer): Target[] {
  const claims = customer.purchases.flatMap((purchase) => Object.values(purchase.claims).map(({ target }) => target))
  const removed = Object.values(customer.removals).flatMap((removals) => removals.map(({ target }) => target))
  return [...claims, ...removed, ...customer.found.map(({ target }) => target)]
}

function latest(grants: Grant[]): Access {
  return grants.reduce<Access>((best, grant) => (grant.end > best.end ? { end: grant.end, by: grant } : best), {
    end: NEVER,
    by: null,
  })
}

/** True for an access that has no end. */
export function isEndless({ end }: Access): boolean {
  return end === ENDLESS
}
