/** Customers that two marketplaces of a site sell to: what one claims, the other's refund does not end. */
import type { Customer } from '../ledger/customer'
import type { PlanState } from './plan-state'

/**
 * True when the firing moves what its marketplace claims of a customer who is another's as well, and no call of this run
 * has shown that Thinkific still accepts the credential.
 */
export function isUnprovenClaim({ calls, customer, job, record }: PlanState): boolean {
  const { marketplace } = job.purchase
  const isShared = customer.purchases.some((one) => one.marketplace !== marketplace)
  return (
    calls.length === 0 &&
    isShared &&
    listClaims(customer, marketplace) !== listClaims(record.withoutFiring, marketplace)
  )
}

/** As text, to compare. */
function listClaims({ purchases, removals }: Customer, marketplace: string): string {
  const isOwn = (one: { marketplace: string }) => one.marketplace === marketplace
  const claims = purchases.filter(isOwn).map((one) => one.claims)
  return JSON.stringify([claims, Object.values(removals).map((all) => all.filter(isOwn))])
}
