/** Who lets a customer into a target, and until when: all grants reaching it, a bundle's being one of each course. */
import type { Target } from '../actions'
import {
  type Claim,
  type Customer,
  courseKey,
  type Ending,
  type FoundAccess,
  type Purchase,
  type Removal,
  type TargetKey,
  targetKey,
} from './customer'
import { claimEnd, NEVER, resolveEnding, toMoment } from './ends'
import { compareOccurrences } from './occurrence'

/** Courses of each bundle, as far as known. */
export type Contents = Record<string, readonly string[]>

/** `through`: the target granted; for a course it may be a bundle. `purchase` is null for access of unknown origin. */
export interface Grant {
  purchase: Purchase | null
  through: Target
  from: number
  end: number
  test: boolean
}

export interface Access {
  /** Epoch ms, ENDLESS or NEVER. */
  end: number
  /** The deciding grant, if any. */
  by: Grant | null
}

/** The latest end among the grants that reach the target. */
export function resolveAccess(customer: Customer, target: TargetKey, contents: Contents): Access {
  const grants = listGrants(customer, target, contents)
  const real = grants.filter(({ test }) => !test)
  // A test's grant does not count beside or after a real one.
  const tests = grants.filter(({ test, from }) => test && !real.some(({ end }) => end > from))
  return pickLatest([...real, ...tests])
}

/** Includes lapsed and ended ones. */
function listGrants(customer: Customer, target: TargetKey, contents: Contents): Grant[] {
  const claimed = listPurchases(customer).flatMap((purchase) =>
    Object.values(purchase.claims)
      .filter((claim) => isReaching(claim.target, target, contents))
      .flatMap((claim) => toGrants(customer, purchase, claim, target, contents)),
  )
  const found = customer.found
    .filter((one) => isReaching(one.target, target, contents))
    .map((one) => ({
      purchase: null,
      through: one.target,
      from: one.since,
      end: foundAccessEnd(customer, one, target),
      test: false,
    }))
  return [...claimed, ...found]
}

/** Bundles with courses that must be known before this target can be decided. */
export function listNeededBundles(customer: Customer, target: Target): string[] {
  const others = listTargets(customer).filter((other) => targetKey(other) !== targetKey(target))
  const bundles = others.filter(({ kind }) => kind === 'bundle').map(({ id }) => id)
  const itself = target.kind === 'bundle' && others.length > 0 ? [target.id] : []
  return [...new Set([...itself, ...bundles])]
}

/** True when a grant of `granted` also covers `target`. */
export function isReaching(granted: Target, target: TargetKey, contents: Contents): boolean {
  if (targetKey(granted) === target) {
    return true
  }
  return granted.kind === 'bundle' && (contents[granted.id] ?? []).some((course) => courseKey(course) === target)
}

/** Its end when found, or the ending of a purchase without a create. */
function foundAccessEnd(customer: Customer, found: FoundAccess, reaching: TargetKey = targetKey(found.target)): number {
  const endings = listPurchases(customer).flatMap((purchase) => {
    const claim = purchase.claims[targetKey(found.target)]
    const ends = claim === undefined || claim.create !== null ? [] : claim.ends
    return ends.filter(({ happened }) => happened.at >= found.since).map((end) => resolveEnding(purchase, end))
  })
  const removals = listRemovals(customer, [targetKey(found.target), reaching])
    .filter(({ happened }) => happened.at >= found.since)
    .map((removal) => removalEnd(customer, removal))
  return Math.min(toMoment(found.until), ...endings, ...removals)
}

function toGrants(
  customer: Customer,
  purchase: Purchase,
  claim: Claim,
  reaching: TargetKey,
  contents: Contents,
): Grant[] {
  const { create, target } = claim
  if (create === null) {
    return []
  }
  const later = ({ happened }: Ending) => compareOccurrences(happened, create.happened) > 0
  const removed = listRemovals(customer, [targetKey(target), reaching]).filter(later)
  const cut = removed.map((removal) => removalEnd(customer, removal))
  const undone = create.test ? listEndsReaching(customer, reaching, contents, later) : []
  const end = Math.min(claimEnd(purchase, claim), ...cut, ...undone)
  return [{ purchase, through: target, from: create.happened.at, end, test: create.test }]
}

/** Any ending or removal that covers a target also ends a test's grant there. */
function listEndsReaching(
  customer: Customer,
  target: TargetKey,
  contents: Contents,
  later: (ending: Ending) => boolean,
): number[] {
  const endings = listPurchases(customer).flatMap((purchase) =>
    Object.values(purchase.claims)
      .filter((claim) => isReaching(claim.target, target, contents))
      .flatMap((claim) => claim.ends.filter(later).map((end) => resolveEnding(purchase, end))),
  )
  const removals = Object.values(customer.removals).flat()
  const reaching = removals.filter((removal) => isReaching(removal.target, target, contents) && later(removal))
  return [...endings, ...reaching.map((removal) => removalEnd(customer, removal))]
}

function listRemovals(customer: Customer, targets: TargetKey[]) {
  return [...new Set(targets)].flatMap((target) => customer.removals[target] ?? [])
}

/** Epoch ms. */
export function removalEnd(customer: Customer, removal: Removal): number {
  if (removal.until !== undefined) {
    return removal.until
  }
  return resolveEnding(
    customer.purchases.find(({ id }) => id === removal.purchase),
    removal,
  )
}

function listPurchases({ purchases }: Customer): Purchase[] {
  return purchases.filter(({ elsewhere }) => elsewhere !== true)
}

function listTargets(customer: Customer): Target[] {
  const claims = customer.purchases.flatMap((purchase) => Object.values(purchase.claims).map(({ target }) => target))
  const removed = Object.values(customer.removals).flatMap((removals) => removals.map(({ target }) => target))
  return [...claims, ...removed, ...customer.found.map(({ target }) => target)]
}

function pickLatest(grants: Grant[]): Access {
  return grants.reduce<Access>((best, grant) => (grant.end > best.end ? { end: grant.end, by: grant } : best), {
    end: NEVER,
    by: null,
  })
}
