/** Customers that two marketplaces of a site sell to: what one claims, the other's refund does not end. */
import { type Customer, type TargetKey, targetKey } from '../ledger/customer'
import { type Contents, ownGrantEnd } from '../ledger/grants'
import type { PlanState } from './plan-state'

/**
 * True where a call must show first that Thinkific still accepts the credential: the run needed none so far, and its verdict
 * would speak of what another marketplace reported, or what it claims or takes away may matter to another's customer, also
 * to one who becomes that only later. What is only said is covered by a recent proof; what is claimed or taken is not.
 */
export function needsProof(state: PlanState, now: number): boolean {
  const { credential, calls, customer, contents, job, record } = state
  if (credential === 'unasked' || credential === 'shown') {
    return false
  }
  const { marketplace } = job.purchase
  const isShared = isAlsoOthers(customer, marketplace)
  if (record.fact.kind === 'none') {
    // What follows from an event without a rule says nothing unless it called; another's reading may have been all it needed.
    return isShared && calls.length > 0
  }
  const change = { before: record.withoutFiring, after: customer }
  return (
    (isShared && credential === 'old') ||
    claimsMore(change, marketplace, contents, now) ||
    removesMore(change, marketplace) ||
    (isShared && record.fact.kind === 'end' && customer.found.length > 0)
  )
}

export function isAlsoOthers({ history }: Customer, marketplace: string): boolean {
  return history.some((one) => one.marketplace !== marketplace)
}

/** @param now claims that ended before it give no access */
export function claimsMore(
  { before, after }: { before: Customer; after: Customer },
  marketplace: string,
  contents: Contents,
  now: number,
): boolean {
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

/** A removal reaches access that nothing explains, which is no marketplace's own. */
function removesMore({ before, after }: { before: Customer; after: Customer }, marketplace: string): boolean {
  const removals = listRemovals(before, marketplace)
  return listRemovals(after, marketplace).some(
    (one) => !removals.some((known) => isSameSource(known, one) && known.end <= one.end),
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
