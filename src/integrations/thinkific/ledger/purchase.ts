/** Finds the purchase of an event: order id and subscription id are aliases of one purchase, joined for good. */
import type { PurchaseFacts } from '../../../model/purchase'
import { type Claim, type Customer, type Purchase, type TargetKey, withPurchase } from './customer'
import { pickLaterCreate, withEnding } from './ends'

/** A purchase's names across the site. Empty for an event without ids. */
export function toAliases({ productId: product, orderId, subscription, ...facts }: PurchaseFacts): string[] {
  const order = orderId === null ? [] : [alias({ ...facts, product }, 'order', orderId)]
  return subscription === null ? order : [...order, alias({ ...facts, product }, 'subscription', subscription.id)]
}

/** Makes later events about a product follow a corrected email. */
export function forwardAlias(marketplace: string, product: string, customer: string): string {
  return JSON.stringify([marketplace, product, 'customer', customer])
}

export function listAliases(purchase: Purchase): string[] {
  return [
    ...purchase.orders.map((id) => alias(purchase, 'order', id)),
    ...purchase.subscriptions.map((id) => alias(purchase, 'subscription', id)),
  ]
}

/**
 * Finds the purchase, joins ids, or starts a new one. An event belongs to the purchase with one of its ids; else to the
 * customer's only purchase of the product that lacks the other id; without ids, to customer and product. Test and real
 * purchases never join.
 */
export function resolvePurchase(customer: Customer, facts: PurchaseFacts): { customer: Customer; purchase: Purchase } {
  const mine = customer.purchases.filter((one) => isSameProduct(one, facts))
  const matching = mine.filter((one) => hasAnyId(one, facts))
  const [first, ...others] = matching.length > 0 ? matching : findOnlyCandidate(mine, facts)
  const purchase = withIds(
    first === undefined ? newPurchase(customer, facts) : others.reduce(mergePurchases, first),
    facts,
  )
  const without = others.reduce(withoutPurchase, customer)
  const renamed = others.reduce((kept, other) => withPurchaseId(kept, other.id, purchase.id), without)
  return { customer: withPurchase(renamed, purchase), purchase }
}

/** Keeps the later of each fact. */
export function mergePurchases(one: Purchase, other: Purchase): Purchase {
  const claims = { ...one.claims }
  for (const [key, claim] of Object.entries(other.claims) as [TargetKey, Claim][]) {
    claims[key] = mergeClaims(claims[key], claim)
  }
  const newer = [one.paidUntil, other.paidUntil].filter((paid) => paid !== null).sort((a, b) => b.at - a.at)
  const endings = [one.ending, other.ending].filter((ending) => ending !== null).sort((a, b) => b.at - a.at)
  return {
    ...one,
    productName: one.productName ?? other.productName,
    orders: union(one.orders, other.orders),
    subscriptions: union(one.subscriptions, other.subscriptions),
    plain: one.plain || other.plain,
    paidAt: latest(one.paidAt, other.paidAt),
    paidUntil: newer[0] ?? null,
    ending: endings[0] ?? null,
    resumedAt: latest(one.resumedAt, other.resumedAt),
    claims,
  }
}

function alias(
  { marketplace, product, test }: Pick<Purchase, 'marketplace' | 'product' | 'test'>,
  kind: 'order' | 'subscription',
  id: string,
): string {
  return JSON.stringify([marketplace, product, test ? `test ${kind}` : kind, id])
}

/** The ledger knows one of the purchase's own ids. */
export function hasPurchase({ purchases }: Customer, facts: PurchaseFacts): boolean {
  return purchases.some((one) => isSameProduct(one, facts) && hasAnyId(one, facts))
}

function isSameProduct(purchase: Purchase, facts: PurchaseFacts): boolean {
  const { marketplace, product, test } = purchase
  return marketplace === facts.marketplace && product === facts.productId && test === facts.test
}

function hasAnyId(purchase: Purchase, { orderId, subscription }: PurchaseFacts): boolean {
  if (orderId === null && subscription === null) {
    return purchase.plain
  }
  return (
    (orderId !== null && purchase.orders.includes(orderId)) ||
    (subscription !== null && purchase.subscriptions.includes(subscription.id))
  )
}

function findOnlyCandidate(mine: Purchase[], { orderId, subscription }: PurchaseFacts): Purchase[] {
  const lacking = mine.filter(
    ({ orders, subscriptions }) =>
      (orderId === null || orders.length === 0) && (subscription === null || subscriptions.length === 0),
  )
  return lacking.length === 1 ? lacking : []
}

function newPurchase(customer: Customer, { marketplace, productId, productName, test }: PurchaseFacts): Purchase {
  const numbers = customer.purchases.map(({ id }) => Number(id))
  return {
    id: String(Math.max(0, ...numbers) + 1),
    marketplace,
    product: productId,
    productName,
    orders: [],
    subscriptions: [],
    plain: false,
    test,
    paidAt: null,
    paidUntil: null,
    ending: null,
    resumedAt: null,
    claims: {},
  }
}

function withIds(purchase: Purchase, { orderId, subscription, productName }: PurchaseFacts): Purchase {
  return {
    ...purchase,
    productName: productName ?? purchase.productName,
    orders: orderId === null ? purchase.orders : union(purchase.orders, [orderId]),
    subscriptions: subscription === null ? purchase.subscriptions : union(purchase.subscriptions, [subscription.id]),
    plain: purchase.plain || (orderId === null && subscription === null),
  }
}

function mergeClaims(one: Claim | undefined, other: Claim): Claim {
  if (one === undefined) {
    return other
  }
  return {
    target: one.target,
    create: other.create === null ? one.create : pickLaterCreate(one.create, other.create),
    ends: other.ends.reduce(withEnding, one.ends),
  }
}

function withoutPurchase(customer: Customer, { id }: Purchase): Customer {
  return { ...customer, purchases: customer.purchases.filter((one) => one.id !== id) }
}

function withPurchaseId(customer: Customer, from: string, to: string): Customer {
  const removals = Object.fromEntries(
    Object.entries(customer.removals).map(([key, removed]) => [
      key,
      removed.map((one) => (one.purchase === from ? { ...one, purchase: to } : one)),
    ]),
  )
  return { ...customer, removals }
}

function union(one: string[], other: string[]): string[] {
  return [...new Set([...one, ...other])]
}

function latest(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.max(one, other)
}
