/** The names by which a purchase is found across a site's customers. */
import type { PurchaseFacts } from '../../../model/purchase'
import type { Customer } from './customer'
import type { LedgerEvent } from './ledger-event'

/** Empty for an event without ids. */
export function toAliases({ productId: product, orderId, subscription, ...facts }: PurchaseFacts): string[] {
  const order = orderId === null ? [] : [alias({ ...facts, product }, 'order', orderId)]
  return subscription === null ? order : [...order, alias({ ...facts, product }, 'subscription', subscription.id)]
}

export function listAliases({ history }: Customer): string[] {
  const away = history.flatMap(({ from, marketplace }) => (from === undefined ? [] : [awayAlias(marketplace, from)]))
  return [...new Set([...history.flatMap(aliasesOfEvent), ...away])]
}

export function aliasesOfEvent({ marketplace, product, test, orders, subscriptions }: LedgerEvent): string[] {
  const about = { marketplace, product, test: test === true }
  return [
    ...orders.map((id) => alias(about, 'order', id)),
    ...subscriptions.map((id) => alias(about, 'subscription', id)),
  ]
}

/** Finds a customer's events that belong to other customers' purchases: what they buy next may bring them back. */
export function awayAlias(marketplace: string, customer: string): string {
  return JSON.stringify([marketplace, 'away', customer])
}

/** Makes later events about a product follow a corrected email. */
export function forwardAlias(marketplace: string, product: string, customer: string): string {
  return JSON.stringify([marketplace, product, 'customer', customer])
}

/** The ledger knows an event that names one of the purchase's own ids. */
export function hasPurchase({ history }: Customer, facts: PurchaseFacts): boolean {
  const own = toAliases(facts)
  return own.length === 0
    ? history.some((one) => isSameProduct(one, facts) && one.orders.length + one.subscriptions.length === 0)
    : history.some((one) => aliasesOfEvent(one).some((name) => own.includes(name)))
}

function isSameProduct({ marketplace, product, test }: LedgerEvent, facts: PurchaseFacts): boolean {
  return marketplace === facts.marketplace && product === facts.productId && (test === true) === facts.test
}

function alias(
  { marketplace, product, test }: { marketplace: string; product: string; test: boolean },
  kind: 'order' | 'subscription',
  id: string,
): string {
  return JSON.stringify([marketplace, product, test ? `test ${kind}` : kind, id])
}
