/** The names by which a purchase is found across a site's customers. */
import type { PurchaseFacts } from '../../../model/purchase'
import type { Customer, Purchase } from './customer'
import { toNames } from './job-event'
import type { LedgerEvent, PurchaseNames } from './ledger-event'

/** Empty for an event without ids. */
export function toAliases(facts: PurchaseFacts): string[] {
  return aliasesOfEvent(toNames(facts))
}

export function listAliases({ history }: Customer): string[] {
  const away = history.flatMap(({ from, corrections = [], marketplace }) =>
    [from, ...corrections.map((one) => one.from)].flatMap((key) =>
      key === undefined ? [] : awayAlias(marketplace, key),
    ),
  )
  return [...new Set([...history.flatMap(aliasesOfEvent), ...away])]
}

export function aliasesOfEvent({ marketplace, product, test, orders, subscriptions }: PurchaseNames): string[] {
  const toAlias = (kind: string, id: string) => JSON.stringify([marketplace, product, test ? `test ${kind}` : kind, id])
  return [...orders.map((id) => toAlias('order', id)), ...subscriptions.map((id) => toAlias('subscription', id))]
}

/** One of the ids is the purchase's. */
export function isNamed(
  purchase: Purchase,
  { marketplace, product, test, orders, subscriptions }: PurchaseNames,
): boolean {
  return (
    purchase.marketplace === marketplace &&
    purchase.product === product &&
    purchase.test === (test === true) &&
    (orders.some((id) => purchase.orders.includes(id)) ||
      subscriptions.some((id) => purchase.subscriptions.includes(id)))
  )
}

/**
 * Finds a customer's events that belong to other customers' purchases: what they buy next may bring them back. And the
 * purchases that corrections of their email moved: what they report of those follows.
 */
export function awayAlias(marketplace: string, customer: string): string {
  return JSON.stringify([marketplace, 'away', customer])
}

/** Leads from a corrected email to the right one, a product at a time, as documents from before need it (customers/forwards.ts). */
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
