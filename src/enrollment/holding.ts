/** Who holds a target by a marketplace's purchases, by name: for ending their access together after a rule changed. */
import type { TargetKind } from '../rules/rule'
import { keyOf } from './ledger/customer'
import { endOfClaim } from './ledger/ends'
import { accessTo } from './ledger/grants'
import type { Site } from './site'

/** A holder, and the purchase that lets them in. */
export interface Holding {
  email: string
  productId: string
  productName: string | null
  orderId: string | null
  subscriptionId: string | null
}

/** At most `most` of those `holdersOf` counts; without the erased, whom nobody can name. */
export function holdingOf(
  site: Site,
  marketplace: string,
  target: { kind: TargetKind; id: string },
  most: number,
): Holding[] {
  const key = keyOf(target)
  const now = Date.now()
  const held: Holding[] = []
  for (const { account } of site.customers.mentioning(JSON.stringify(key))) {
    const { customer } = account
    const purchase = customer.purchases.find((one) => {
      const claim = one.claims[key]
      return one.marketplace === marketplace && claim !== undefined && endOfClaim(one, claim) > now
    })
    if (purchase === undefined || customer.email === null || accessTo(customer, key, {}).end <= now) continue
    const { product, productName, orders, subscriptions } = purchase
    const ids = { orderId: orders[0] ?? null, subscriptionId: subscriptions[0] ?? null }
    held.push({ email: customer.email, productId: product, productName, ...ids })
    if (held.length === most) break
  }
  return held
}
