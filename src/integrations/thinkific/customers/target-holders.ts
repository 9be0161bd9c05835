/** Who holds a target by a marketplace's purchases: how many, for a rule's pages, and by name, for ending their access together. */
import type { TargetKind } from '../../../model/rule'
import { type Customer, keyOf, type Purchase } from '../ledger/customer'
import { endOfClaim } from '../ledger/ends'
import { accessTo } from '../ledger/grants'
import type { Site } from '../site/site'

/** A holder, and the purchase that lets them in. */
export interface Holding {
  email: string
  productId: string
  productName: string | null
  orderId: string | null
  subscriptionId: string | null
}

/** `more`: there are more of them than were counted. */
export interface Holders {
  count: number
  more: boolean
}

type Wanted = { kind: TargetKind; id: string }

/** How many customers a purchase of the marketplace lets into the target now, counted up to `most`. */
export async function holdersOf(site: Site, marketplace: string, target: Wanted, most: number): Promise<Holders> {
  let count = 0
  for await (const _ of heldNow(site, marketplace, target)) {
    if (count === most) return { count, more: true }
    count += 1
  }
  return { count, more: false }
}

/** At most `most` of them by name; without the erased, whom nobody can name. */
export async function holdingOf(site: Site, marketplace: string, target: Wanted, most: number): Promise<Holding[]> {
  const held: Holding[] = []
  for await (const { customer, purchase } of heldNow(site, marketplace, target)) {
    if (held.length === most) break
    if (customer.email === null || customer.erasedBy?.includes(marketplace)) continue
    const { product, productName, orders, subscriptions } = purchase
    const ids = { orderId: orders[0] ?? null, subscriptionId: subscriptions[0] ?? null }
    held.push({ email: customer.email, productId: product, productName, ...ids })
  }
  return held
}

async function* heldNow(
  site: Site,
  marketplace: string,
  target: Wanted,
): AsyncGenerator<{ customer: Customer; purchase: Purchase }> {
  const key = keyOf(target)
  const now = Date.now()
  for await (const { account } of site.customers.mentioning(JSON.stringify(key))) {
    const { customer } = account
    const purchase = customer.purchases.find((one) => {
      const claim = one.claims[key]
      return one.marketplace === marketplace && claim !== undefined && endOfClaim(one, claim) > now
    })
    if (purchase !== undefined && accessTo(customer, key, {}).end > now) yield { customer, purchase }
  }
}
