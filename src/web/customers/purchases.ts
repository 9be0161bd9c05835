/** Purchases in a customer's history, as Enroll now offers them. */
import type { SelectOption } from '../../../views/parts/fields'
import type { ActPurchase, CustomerHistory } from '../../journal/queries'
import { BY_HAND as BY_HAND_PRODUCT } from '../../model/purchase'

const BY_HAND: ActPurchase = {
  productId: BY_HAND_PRODUCT,
  productName: 'Enrolled by hand',
  orderId: null,
  subscriptionId: null,
}

/** Without duplicates, newest first. */
export function listPurchases(history: CustomerHistory): SelectOption[] {
  return [...indexPurchases(history)].map(([value, one]) => ({ value, label: describePurchase(one) }))
}

/** By hand when none, or another customer's, is chosen. */
export function findChosenPurchase(history: CustomerHistory, value: string): ActPurchase {
  return indexPurchases(history).get(value) ?? BY_HAND
}

function indexPurchases(history: CustomerHistory): Map<string, ActPurchase> {
  const purchases = history.events.flatMap(({ orderId, products }) =>
    products
      .filter(({ id }) => id !== BY_HAND.productId)
      .map(({ id, name, subscriptionId }) => ({ productId: id, productName: name, orderId, subscriptionId })),
  )
  return new Map(purchases.map((one) => [[one.productId, one.orderId, one.subscriptionId].join(' '), one]))
}

function describePurchase({ productId, productName, orderId, subscriptionId }: ActPurchase): string {
  const ids = [orderId && `order ${orderId}`, subscriptionId && `subscription ${subscriptionId}`].filter(Boolean)
  return [productName ?? `Product ${productId}`, ...ids].join(', ')
}
