/** Customers that two marketplaces of a site sell to: what one claims, the other's refund does not end. */
import { type Customer, type TargetKey, targetKey } from '../ledger/customer'
import { type Contents, ownGrantEnd } from '../ledger/grants'
import type { PlanState } from './plan-state'

/**
 * True when the firing lets its marketplace claim more of a customer who is another's as well, and no call of this run has
 * shown that Thinkific still accepts the credential. Ending access needs no proof.
 */
export function isUnprovenClaim({ calls, customer, contents, job, record }: PlanState, now: number): boolean {
  const { marketplace } = job.purchase
  return calls.length === 0 && claimsMore({ before: record.withoutFiring, after: customer }, marketplace, contents, now)
}

/** Of a customer who is another marketplace's as well. @param now claims that ended before it give no access */
export function claimsMore(
  { before, after }: { before: Customer; after: Customer },
  marketplace: string,
  contents: Contents,
  now: number,
): boolean {
  if (after.purchases.every((one) => one.marketplace === marketplace)) {
    return false
  }
  const claims = listClaims(before, marketplace, contents)
  const removals = listRemovals(after, marketplace)
  return (
    listClaims(after, marketplace, contents).some(
      (one) => one.end > now && !claims.some((known) => isSameSource(known, one) && known.end >= one.end),
    ) ||
    listRemovals(before, marketplace).some(
      (known) => !removals.some((one) => isSameSource(one, known) && one.end <= known.end),
    )
  )
}

/** `event`: what it began with. `end`: a moment. */
interface Source {
  target: TargetKey
  event: string
  end: number
}

function isSameSource(one: Source, other: Source): boolean {
  return one.target === other.target && one.event === other.event
}

function listClaims(customer: Customer, marketplace: string, contents: Contents): Source[] {
  return customer.purchases
    .filter((one) => one.marketplace === marketplace)
    .flatMap((purchase) =>
      Object.values(purchase.claims).flatMap((claim) => {
        const { create, target } = claim
        const end = ownGrantEnd(customer, purchase, claim, contents)
        return create === null ? [] : [{ target: targetKey(target), event: create.happened.event, end }]
      }),
    )
}

function listRemovals({ removals }: Customer, marketplace: string): Source[] {
  return Object.values(removals)
    .flat()
    .filter((one) => one.marketplace === marketplace)
    .map(({ target, happened, until }) => ({ target: targetKey(target), event: happened.event, end: until }))
}
