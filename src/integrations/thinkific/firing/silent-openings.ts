/** Access that begins again in a bundle which another purchase keeps open takes no call: what it opens is remembered all the same. */
import { type Customer, targetKey } from '../ledger/customer'
import { claimEnd } from '../ledger/ends'
import type { Contents } from '../ledger/grants'
import { withOpened } from '../ledger/opened-courses'
import { findThinkificAccess } from '../steps/thinkific-access'

export function withSilentOpenings(customer: Customer, contents: Contents, now: number): Customer {
  const claims = customer.purchases.flatMap((purchase) => Object.values(purchase.claims))
  const begun = claims.filter(
    (claim) =>
      claim.target.kind === 'bundle' &&
      claim.opened.length === 0 &&
      (claim.openSince ?? Number.POSITIVE_INFINITY) <= now &&
      claimEnd(claim) > now &&
      (findThinkificAccess(customer, targetKey(claim.target), {})?.end ?? 0) > now,
  )
  const bundles = new Map(begun.map(({ target }) => [targetKey(target), target.id]))
  return [...bundles].reduce(
    (known, [key, id]) => withOpened(known, key, { courses: contents[id], now }, 'unless current'),
    customer,
  )
}
