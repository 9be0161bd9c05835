/** Who lets a customer into a target, and until when: all grants reaching it, a bundle's being one of each course. */
import type { Target } from '../actions'
import {
  type Claim,
  type Customer,
  courseKey,
  type FoundAccess,
  type Purchase,
  type Removal,
  type TargetKey,
  targetKey,
} from './customer'
import { claimEnd, NEVER, toMoment } from './ends'
import { compareOccurrences, type Occurrence } from './occurrence'
import { takesGrant } from './removal'
import { CLOCK_SKEW_MS } from './unknown-origin'

/** Courses of each bundle, as far as known. */
export type Contents = Record<string, readonly string[]>

/** `through`: the target granted; for a course it may be a bundle. `purchase` is null for access of unknown origin. */
export interface Grant {
  purchase: Purchase | null
  through: Target
  from: number
  /** When access begins, if later; epoch ms. */
  starts: number | null
  end: number
  test: boolean
}

export interface Access {
  /** Epoch ms, ENDLESS or NEVER. */
  end: number
  /** The deciding grant, if any. */
  by: Grant | null
}

/** The latest end among the grants that reach the target. @param now grants that begin later do not count yet */
export function resolveAccess(customer: Customer, target: TargetKey, contents: Contents, now = Date.now()): Access {
  const grants = listGrants(customer, target, contents).filter(({ starts }) => starts === null || starts <= now)
  const real = grants.filter(({ test }) => !test)
  // A test's grant does not count beside or after a real one.
  const tests = grants.filter(({ test, from }) => test && !real.some(({ end }) => end > from))
  return pickLatest([...real, ...tests])
}

/** Includes lapsed and ended ones, and those that have not begun. */
function listGrants(customer: Customer, target: TargetKey, contents: Contents): Grant[] {
  const claimed = customer.purchases.flatMap((purchase) =>
    Object.values(purchase.claims)
      .filter((claim) => isReachedBy(claim, target, contents))
      .flatMap((claim) => toGrants(customer, purchase, claim, target, contents)),
  )
  const found = customer.found
    .filter((one) => isReaching(one.target, target, contents))
    .map((one) => ({
      purchase: findOwner(customer, one),
      through: one.target,
      from: one.since,
      starts: null,
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

/** Those, and the target itself, which remembers what it opens. */
export function listConcernedBundles(customer: Customer, target: Target): string[] {
  const needed = listNeededBundles(customer, target)
  return target.kind === 'bundle' ? [...new Set([...needed, target.id])] : needed
}

/** True when a grant of `granted` also covers `target`. */
function isReaching(granted: Target, target: TargetKey, contents: Contents): boolean {
  if (targetKey(granted) === target) {
    return true
  }
  return granted.kind === 'bundle' && (contents[granted.id] ?? []).some((course) => courseKey(course) === target)
}

/** A bundle's grant reaches what the bundle contains now and what it opened while it contained that. */
export function isReachedBy(claim: Claim, target: TargetKey, contents: Contents): boolean {
  return isReaching(claim.target, target, contents) || claim.opened.some((course) => courseKey(course) === target)
}

/** Courses a bundle's grants opened that it no longer contains. */
export function listLeftCourses({ purchases }: Customer, bundle: Target, contents: Contents): string[] {
  const key = targetKey(bundle)
  const courses = contents[bundle.id]
  const opened = purchases.flatMap(({ claims }) => [
    ...(claims[key]?.opened ?? []),
    ...(claims[key]?.openedBefore ?? []),
  ])
  return courses === undefined ? [] : [...new Set(opened)].filter((course) => !courses.includes(course))
}

/** The purchase that granted the target first, of those to which what was found belongs: it began with the purchase, or access from before is the purchase's own. */
function findOwner({ purchases }: Customer, { target, since, reopened }: FoundAccess): Purchase | null {
  const [owner] = purchases
    .flatMap((purchase) => {
      const { claims, begun, continues, test } = purchase
      const create = claims[targetKey(target)]?.create ?? null
      const isOwner = !test && create !== null && (continues || since >= begun - CLOCK_SKEW_MS)
      return isOwner ? [{ purchase, create }] : []
    })
    .sort((one, other) => compareOccurrences(one.create.happened, other.create.happened))
  return reopened ? null : (owner?.purchase ?? null)
}

/**
 * Its end when found, or an ending of the purchase it belongs to, or of one without a create. Another marketplace ends only
 * what belongs to no purchase.
 */
function foundAccessEnd(customer: Customer, found: FoundAccess, reaching: TargetKey): number {
  const owner = findOwner(customer, found)
  const mayEnd = ({ marketplace }: { marketplace: string }) => owner === null || owner.marketplace === marketplace
  const endings = customer.purchases
    .filter((purchase) => !purchase.test && mayEnd(purchase))
    .flatMap((purchase) => {
      const claim = purchase.claims[targetKey(found.target)]
      const ends = claim === undefined || (claim.create !== null && purchase !== owner) ? [] : claim.ends
      return ends.filter(({ happened }) => purchase === owner || happened.at >= found.since).map(({ until }) => until)
    })
  const removals = listRemovals(customer, [targetKey(found.target), reaching])
    .filter((removal) => !removal.test && mayEnd(removal) && removal.happened.at >= found.since)
    .map(({ until }) => until)
  return Math.min(toMoment(found.until), ...endings, ...removals)
}

/** When a purchase's own grant of its target ends, whatever else grants it. */
export function ownGrantEnd(customer: Customer, purchase: Purchase, claim: Claim, contents: Contents): number {
  const grants = toGrants(customer, purchase, claim, targetKey(claim.target), contents)
  return Math.max(NEVER, ...grants.map(({ end }) => end))
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
  const cut = listRemovals(customer, [targetKey(target), reaching])
    .filter((one) => takesGrant(one, purchase, create))
    .map(({ until }) => until)
  const undone = create.test
    ? listEndsOf(customer, purchase, [targetKey(target), reaching], contents, create.again ?? create.happened)
    : []
  const end = Math.min(claimEnd(claim), ...cut, ...undone)
  return [
    {
      purchase,
      through: target,
      from: (create.again ?? create.happened).at,
      starts: create.starts,
      end,
      test: create.test,
    },
  ]
}

/** A real ending of one of the targets also ends a test's grant there. */
function listEndsOf(
  customer: Customer,
  { marketplace }: Purchase,
  targets: TargetKey[],
  contents: Contents,
  since: Occurrence,
): number[] {
  return customer.purchases
    .filter((one) => one.marketplace === marketplace && !one.test)
    .flatMap(({ claims }) => Object.values(claims))
    .filter((claim) => targets.some((target) => isReachedBy(claim, target, contents)))
    .flatMap(({ ends }) => ends.filter(({ happened }) => compareOccurrences(happened, since) > 0))
    .map(({ until }) => until)
}

function listRemovals(customer: Customer, targets: TargetKey[]): Removal[] {
  return [...new Set(targets)].flatMap((target) => customer.removals[target] ?? [])
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
