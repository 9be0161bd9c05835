/** Who lets a customer into a target, and until when: all grants reaching it, a bundle's being one of each course. */
import type { Target } from '../../../model/rule'
import {
  type Claim,
  type Customer,
  courseKey,
  type Ending,
  type Found,
  keyOf,
  type Purchase,
  type Removal,
  type TargetKey,
} from './customer'
import { ENDLESS, endOfClaim, endOfEnding, momentOf, NEVER } from './ends'
import { compareHappened } from './occurrence'

/** Each bundle's courses, as far as they are known. */
export type Contents = Record<string, readonly string[]>

/** `through`: the target granted, which for a course may be a bundle. `purchase` is null for access of unknown origin. */
export interface Grant {
  purchase: Purchase | null
  through: Target
  from: number
  end: number
  test: boolean
}

export interface Access {
  /** Epoch ms, ENDLESS, or NEVER. */
  end: number
  /** The grant that gives it, null when none does. */
  by: Grant | null
}

/** The access the ledger gives to a target: the latest end among the grants reaching it. */
export function accessTo(customer: Customer, target: TargetKey, contents: Contents): Access {
  const grants = grantsReaching(customer, target, contents)
  const real = grants.filter(({ test }) => !test)
  // A test event's grant never keeps anyone in: beside a real one, or after it, it does not count.
  const tests = grants.filter(({ test, from }) => test && !real.some(({ end }) => end > from))
  return latest([...real, ...tests])
}

/** All grants reaching a target, lapsed and ended ones too. */
export function grantsReaching(customer: Customer, target: TargetKey, contents: Contents): Grant[] {
  const claimed = purchasesOf(customer).flatMap((purchase) =>
    Object.values(purchase.claims)
      .filter((claim) => reaches(claim.target, target, contents))
      .flatMap((claim) => grantOf(customer, purchase, claim, target, contents)),
  )
  const found = customer.found
    .filter((one) => reaches(one.target, target, contents))
    .map((one) => ({
      purchase: null,
      through: one.target,
      from: one.since,
      end: endOfFound(customer, one, target),
      test: false,
    }))
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
  const endings = purchasesOf(customer).flatMap((purchase) => {
    const claim = purchase.claims[keyOf(found.target)]
    const ends = claim === undefined || claim.create !== null ? [] : claim.ends
    return ends.filter(({ happened }) => happened.at >= found.since).map((end) => endOfEnding(purchase, end))
  })
  const removals = removalsOf(customer, [keyOf(found.target), reaching])
    .filter(({ happened }) => happened.at >= found.since)
    .map((removal) => endOfRemoval(customer, removal))
  return Math.min(momentOf(found.until), ...endings, ...removals)
}

function grantOf(
  customer: Customer,
  purchase: Purchase,
  claim: Claim,
  reaching: TargetKey,
  contents: Contents,
): Grant[] {
  const { create, target } = claim
  if (create === null) return []
  const later = ({ happened }: Ending) => compareHappened(happened, create.happened) > 0
  const removed = removalsOf(customer, [keyOf(target), reaching]).filter(later)
  const cut = removed.map((removal) => endOfRemoval(customer, removal))
  const undone = create.test ? endsReaching(customer, reaching, contents, later) : []
  const end = Math.min(endOfClaim(purchase, claim), ...cut, ...undone)
  return [{ purchase, through: target, from: create.happened.at, end, test: create.test }]
}

/** Whatever ends anybody's grant of a target, or takes the customer out of it, ends what a test gave there as well. */
function endsReaching(
  customer: Customer,
  target: TargetKey,
  contents: Contents,
  later: (ending: Ending) => boolean,
): number[] {
  const endings = purchasesOf(customer).flatMap((purchase) =>
    Object.values(purchase.claims)
      .filter((claim) => reaches(claim.target, target, contents))
      .flatMap((claim) => claim.ends.filter(later).map((end) => endOfEnding(purchase, end))),
  )
  const removals = Object.values(customer.removals).flat()
  const reaching = removals.filter((removal) => reaches(removal.target, target, contents) && later(removal))
  return [...endings, ...reaching.map((removal) => endOfRemoval(customer, removal))]
}

function removalsOf(customer: Customer, targets: TargetKey[]) {
  return [...new Set(targets)].flatMap((target) => customer.removals[target] ?? [])
}

/** When a removal takes access away, epoch ms. */
export function endOfRemoval(customer: Customer, removal: Removal): number {
  if (removal.until !== undefined) return removal.until
  return endOfEnding(
    customer.purchases.find(({ id }) => id === removal.purchase),
    removal,
  )
}

function purchasesOf({ purchases }: Customer): Purchase[] {
  return purchases.filter(({ elsewhere }) => elsewhere !== true)
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
