/** Other customers of a marketplace who bought under the same order or subscription: perhaps one person, mistyped. */

import type { NamedEvent } from '../../customer-access'
import { toNames } from '../ledger/job-event'
import { isNamed, toAliases } from '../ledger/purchase'
import { emailFor } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import { MOST_OWNERS } from '../storage/site-storage'

export async function listSharers(site: Site, { email, purchase }: NamedEvent): Promise<string[]> {
  const { marketplace } = purchase
  await site.standing.renew(marketplace)
  const own = await site.customerKey(email)
  const owners = site.storage.findOwners(toAliases(purchase)).filter((key) => key !== own)
  const named = toNames(purchase)
  return (owners.length > MOST_OWNERS ? [] : owners).flatMap((key) => {
    const customer = site.seenBy(marketplace, site.storage.load(key).customer)
    const { purchases } = customer
    const other = emailFor(customer, marketplace)
    const isShared = purchases.some((one) => one.bought !== null && isNamed(one, named))
    return other === null || !isShared ? [] : [other]
  })
}
