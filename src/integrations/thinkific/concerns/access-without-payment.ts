/** A refunded or disputed purchase through which its customer is still in. */

import type { Claim, Customer } from '../ledger/customer'
import { targetKey } from '../ledger/customer'
import { NEVER, toStoredEnd } from '../ledger/ends'
import { ownGrantEnd, resolveAccess } from '../ledger/grants'
import type { LedgerEvent } from '../ledger/ledger-event'
import { findThinkificAccess } from '../steps/thinkific-access'
import type { Finding, KnownPurchase, Situation } from './concerns'

export function findUnpaidAccess({ purchase, takenBack }: KnownPurchase, situation: Situation): Finding[] {
  if (takenBack === null || takenBack.quiet) {
    return []
  }
  const { customer, contents, purchases, now } = situation
  const unpaid = new Set(purchases.filter((one) => one.takenBack !== null).map((one) => one.purchase.id))
  const paid = withoutGrants(customer, unpaid)
  return Object.values(purchase.claims).flatMap((claim): Finding[] => {
    const key = targetKey(claim.target)
    if (claim.create === null || takenBack.awaited?.includes(key) || isGivenByPerson(claim, takenBack)) {
      return []
    }
    const until = openUntil(claim, ownGrantEnd(customer, purchase, claim, contents), takenBack, situation)
    if (until <= now || resolveAccess(paid, key, contents, now).end > now) {
      return []
    }
    const since = Math.max(takenBack.at, claim.create.starts ?? takenBack.at)
    return [{ target: claim.target, event: takenBack, since, until: toStoredEnd(until) }]
  })
}

/** Who enrolled the customer after that knew of it, and so did who undid the ending. */
function isGivenByPerson({ create, target }: Claim, { at, withdrawn = [] }: LedgerEvent): boolean {
  const isUndone = withdrawn.some((act) => targetKey(act.target) === targetKey(target))
  return isUndone || (create?.byPerson === true && create.happened.at > at)
}

/** NEVER where it is closed, or a rule has set its end. */
function openUntil(claim: Claim, granted: number, takenBack: LedgerEvent, { customer, contents, now }: Situation) {
  if (granted > now) {
    return claim.ends.some(({ happened }) => happened.event === takenBack.event) ? NEVER : granted
  }
  const isEnded = claim.ends.length > 0
  return isEnded ? (findThinkificAccess(customer, targetKey(claim.target), contents)?.end ?? NEVER) : NEVER
}

/** As if these purchases granted nothing; access attributed to them stays attributed. */
export function withoutGrants(customer: Customer, ids: ReadonlySet<string>): Customer {
  const closed = ({ create, ...claim }: Claim): Claim => ({
    ...claim,
    create: create === null ? null : { ...create, until: 0 },
  })
  return {
    ...customer,
    purchases: customer.purchases.map((purchase) =>
      ids.has(purchase.id)
        ? {
            ...purchase,
            claims: Object.fromEntries(Object.entries(purchase.claims).map(([key, claim]) => [key, closed(claim)])),
          }
        : purchase,
    ),
  }
}
