/** A mistyped or changed email: the purchases move to the right one, and later events about them follow. */
import type { Target } from '../rules/rule'
import { haveOf } from './actions/run'
import { type Customer, keyOf, type TargetKey } from './ledger/customer'
import { accessTo } from './ledger/grants'
import { forwardAlias } from './ledger/purchase'
import { move } from './moved'
import type { Site } from './site'

/** What is left to be done by hand, each logged under the person's name: enroll the one, end access of the other. */
export interface Corrected {
  purchases: number
  enroll: Target[]
  end: Target[]
}

/** Moves the marketplace's purchases; calls nothing. */
export async function correct(site: Site, marketplace: string, from: string, to: string): Promise<Corrected> {
  const [source, goal] = [await site.keyOf(from), await site.keyOf(to)]
  return site.lanes.run([source, goal], async () => {
    const before = site.customers.load(source).customer
    const mine = before.purchases.filter((purchase) => purchase.marketplace === marketplace)
    if (source === goal || mine.length === 0) return { purchases: 0, enroll: [], end: [] }
    site.customers.together(() => {
      move(site.customers, source, goal, (purchase) => purchase.marketplace === marketplace)
      for (const { product } of mine) site.customers.forward(forwardAlias(marketplace, product, source), goal)
      // Corrected back again, it must not lead in a circle.
      for (const { product } of mine) site.customers.forget(forwardAlias(marketplace, product, goal))
      rename(site, goal, to)
    })
    const [left, gained] = [site.customers.load(source).customer, site.customers.load(goal).customer]
    const targets = [...new Map(mine.flatMap(({ claims }) => Object.entries(claims))).values()].map(
      ({ target }) => target,
    )
    return {
      purchases: mine.length,
      enroll: targets.filter((target) => lets(site, gained, target) && !has(site, gained, target)),
      end: targets.filter((target) => !lets(site, left, target) && has(site, left, target)),
    }
  })
}

/** Moved purchases make somebody of a customer nobody told of yet. */
function rename(site: Site, key: string, email: string): void {
  const account = site.customers.load(key)
  if (account.customer.email === null)
    site.customers.save(key, { ...account, customer: { ...account.customer, email } }, account)
}

function lets(site: Site, customer: Customer, target: Target): boolean {
  return accessTo(customer, keyOf(target), site.contents.all).end > Date.now()
}

function has(site: Site, customer: Customer, target: Target): boolean {
  const key: TargetKey = keyOf(target)
  return (haveOf(customer, key, site.contents.all)?.end ?? 0) > Date.now()
}
