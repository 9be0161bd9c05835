/** Other customers of a marketplace who bought under the same order or subscription: perhaps one person, mistyped. */

import type { NamedEvent } from '../../customer-access'
import { isNamed } from '../ledger/placement'
import { toAliases } from '../ledger/purchase'
import type { Site } from '../site/site'
import { MOST_HOLDERS } from '../storage/site-storage'

/** Their emails. */
export async function listSharers(site: Site, { email, purchase }: NamedEvent): Promise<string[]> {
  const { marketplace, productId: product, orderId, subscription, test } = purchase
  const own = await site.customerKey(email)
  const holders = site.storage.findHolders(toAliases(purchase)).filter((key) => key !== own)
  const named = {
    ...{ marketplace, product, orders: orderId === null ? [] : [orderId] },
    subscriptions: subscription === null ? [] : [subscription.id],
    ...(test ? { test: true as const } : {}),
  }
  return (holders.length > MOST_HOLDERS ? [] : holders).flatMap((key) => {
    const { email: other, erasedBy = [], purchases } = site.seenBy(marketplace, site.storage.load(key).customer)
    const isShared = purchases.some((one) => one.bought !== null && isNamed(one, named))
    return other === null || erasedBy.includes(marketplace) || !isShared ? [] : [other]
  })
}
