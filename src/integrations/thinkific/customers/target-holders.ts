/** Who holds a target by a marketplace's purchases: how many, for a rule's pages, and by name, for ending their access together. */

import type { HolderCount, TargetHolder } from '../../customer-access'
import type { CourseOrBundle } from '../actions'
import { type Customer, type Purchase, targetKey } from '../ledger/customer'
import { claimEnd } from '../ledger/ends'
import { resolveAccess } from '../ledger/grants'
import { emailFor } from '../ledger/reported-emails'
import type { Site } from '../site/site'

export type CourseOrBundleRef = { kind: CourseOrBundle; id: string }

/** Counts up to `most`. */
export async function countHolders(
  site: Site,
  marketplace: string,
  target: CourseOrBundleRef,
  most: number,
): Promise<HolderCount> {
  let count = 0
  for await (const _ of eachHolder(site, marketplace, target)) {
    if (count === most) {
      return { count, more: true }
    }
    count += 1
  }
  return { count, more: false }
}

/** At most `most`, without erased customers. */
export async function listHolders(
  site: Site,
  marketplace: string,
  target: CourseOrBundleRef,
  most: number,
): Promise<TargetHolder[]> {
  const holders: TargetHolder[] = []
  for await (const { customer, purchase } of eachHolder(site, marketplace, target)) {
    if (holders.length === most) {
      break
    }
    const email = emailFor(customer, marketplace)
    if (email === null) {
      continue
    }
    const { product, productName, orders, subscriptions } = purchase
    const ids = { orderId: orders[0] ?? null, subscriptionId: subscriptions[0] ?? null }
    holders.push({ email, productId: product, productName, ...ids })
  }
  return holders
}

async function* eachHolder(
  site: Site,
  marketplace: string,
  target: CourseOrBundleRef,
): AsyncGenerator<{ customer: Customer; purchase: Purchase }> {
  await site.standing.renew(marketplace)
  const key = targetKey(target)
  const now = Date.now()
  for await (const { account } of site.storage.eachMentioning(JSON.stringify(key))) {
    const customer = site.seenBy(marketplace, account.customer)
    const purchase = customer.purchases.find((one) => {
      const claim = one.claims[key]
      return one.marketplace === marketplace && claim !== undefined && claimEnd(claim) > now
    })
    if (purchase !== undefined && resolveAccess(customer, key, {}).end > now) {
      yield { customer, purchase }
    }
  }
}
