/** Other customers of a marketplace who bought under the same order or subscription: perhaps one person, mistyped. */

import type { NamedEvent, Sharer } from '../../customer-access'
import { ownGrantEnd } from '../ledger/grants'
import { toNames } from '../ledger/job-event'
import type { PurchaseNames } from '../ledger/ledger-event'
import { aliasesOfEvent, isNamed } from '../ledger/purchase'
import { emailFor } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import { MOST_OWNERS } from '../storage/site-storage'

export async function listSharers(site: Site, { email, purchase }: NamedEvent): Promise<Sharer[]> {
  const { marketplace } = purchase
  await site.standing.renew(marketplace)
  const own = await site.customerKey(email)
  const named = withOwnIds(site, own, toNames(purchase))
  const owners = site.storage.findOwners(aliasesOfEvent(named)).filter((key) => key !== own)
  return (owners.length > MOST_OWNERS ? [] : owners).flatMap((key) => {
    const customer = site.seenBy(marketplace, site.storage.load(key).customer)
    const other = emailFor(customer, marketplace)
    const shared = customer.purchases.filter((one) => one.bought !== null && isNamed(one, named))
    if (other === null || shared.length === 0) {
      return []
    }
    const contents = site.contents.all
    const open = shared.some((one) =>
      Object.values(one.claims).some((claim) => ownGrantEnd(customer, one, claim, contents) > Date.now()),
    )
    const order = named.orders.find((id) => shared.some(({ orders }) => orders.includes(id)))
    const id =
      order === undefined
        ? { by: 'subscription' as const, id: named.subscriptions[0] ?? '' }
        : { by: 'order' as const, id: order }
    return [{ email: other, ...id, open }]
  })
}

/** An event that names a subscription alone is about the order it was bought in. */
function withOwnIds(site: Site, own: string, named: PurchaseNames): PurchaseNames {
  const { purchases } = site.storage.load(own).customer
  const [only, ...others] = purchases.filter((one) => one.bought !== null && isNamed(one, named))
  return only === undefined || others.length > 0
    ? named
    : { ...named, orders: [...new Set([...named.orders, ...only.orders])] }
}
