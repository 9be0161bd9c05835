/** What a customer holds and why, for their page. Times are epoch ms. */
import type { Target } from '../../../model/rule'
import type { Trigger } from '../../../model/trigger'
import { type Claim, type Customer, keyOf, type Purchase } from '../ledger/customer'
import { deciding, ENDLESS, endOfClaim, NEVER, storedEnd } from '../ledger/ends'
import { accessTo, type Contents } from '../ledger/grants'
import { day, keptBy, pastOf } from '../ledger/words'
import type { Site } from '../site/site'
import { haveOf } from '../steps/plan-state'

export interface CustomerHolds {
  /** Null once erased. */
  email: string | null
  user: { id: string; administrator: boolean } | null
  targets: TargetHeld[]
  purchases: PurchaseHeld[]
}

export interface TargetHeld {
  target: Target
  open: boolean
  /** Null for no end, and where there is no access. */
  end: number | null
  /** Why, in a sentence. */
  why: string
  /** What Thinkific had when last written or seen; null when it never was. */
  thinkific: { open: boolean; end: number | null } | null
}

export interface PurchaseHeld {
  product: string
  productName: string | null
  orders: string[]
  subscriptions: string[]
  test: boolean
  ending: { trigger: Trigger; at: number } | null
  claims: { target: Target; open: boolean; end: number | null; says: string }[]
}

/** Null for somebody the marketplace never told of. Other marketplaces' purchases are "another purchase on this site". */
export async function customerHolds(site: Site, marketplace: string, email: string): Promise<CustomerHolds | null> {
  const { customer } = site.customers.load(await site.keyOf(email))
  const own = customer.purchases.filter((purchase) => purchase.marketplace === marketplace)
  if (own.length === 0) return null
  const contents = site.contents.all
  const now = Date.now()
  const targets = new Map(
    own.flatMap(({ claims }) => Object.values(claims).map(({ target }) => [keyOf(target), target])),
  )
  const roles = customer.user?.roles ?? []
  const administrator = roles.includes('site_admin') || roles.includes('course_admin')
  return {
    email: customer.email,
    user: customer.user === null ? null : { id: customer.user.id, administrator },
    targets: [...targets.values()].map((target) => targetHeld(customer, target, contents, marketplace, now)),
    purchases: own.map((purchase) => purchaseHeld(purchase, now)),
  }
}

function targetHeld(
  customer: Customer,
  target: Target,
  contents: Contents,
  marketplace: string,
  now: number,
): TargetHeld {
  const access = accessTo(customer, keyOf(target), contents)
  const open = access.end > now
  const have = haveOf(customer, keyOf(target), contents)
  const why =
    open && access.by !== null
      ? `Open, given ${keptBy(access.by, target, marketplace)}.`
      : 'No purchase gives access now.'
  const thinkific =
    have === null ? null : { open: have.end > now, end: have.end === NEVER ? null : storedEnd(have.end) }
  return { target, open, end: open ? storedEnd(access.end) : null, why, thinkific }
}

function purchaseHeld(purchase: Purchase, now: number): PurchaseHeld {
  const { product, productName, orders, subscriptions, test, ending } = purchase
  const claims = Object.values(purchase.claims).map((claim) => {
    const end = endOfClaim(purchase, claim)
    const open = end > now
    return {
      target: claim.target,
      open,
      end: open ? storedEnd(end) : null,
      says: claimWords(purchase, claim, end, now),
    }
  })
  return { product, productName, orders, subscriptions, test, ending, claims }
}

function claimWords(purchase: Purchase, claim: Claim, end: number, now: number): string {
  const until = end === ENDLESS ? '' : ` until ${day(end)}`
  if (end > now && claim.create !== null) return `Gives access since ${day(claim.create.happened.at)}${until}.`
  const ending = deciding(purchase, claim).at(-1)
  if (ending !== undefined) {
    return `Gives no access: ${pastOf(ending.happened.trigger)} on ${day(ending.happened.at)}.`
  }
  return `Gives no access any more${end === NEVER ? '' : ` since ${day(end)}`}.`
}
