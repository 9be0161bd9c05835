/** Which purchase something done by hand is for, and for whom. */
import type { EventCustomer } from '../../model/event'
import { BY_HAND as BY_HAND_PRODUCT } from '../../model/purchase'
import type { ActPurchase, CustomerHistory } from '../queries'

const BY_HAND: ActPurchase = {
  productId: BY_HAND_PRODUCT,
  productName: 'Enrolled by hand',
  orderId: null,
  subscriptionId: null,
}

/** Of a customer's history, by the text a form names it by; without duplicates, newest first. */
export function indexPurchases(history: CustomerHistory): Map<string, ActPurchase> {
  const purchases = history.events.flatMap(({ orderId, products }) =>
    products
      .filter(({ id }) => id !== BY_HAND.productId)
      .map(({ id, name, subscriptionId }) => ({ productId: id, productName: name, orderId, subscriptionId })),
  )
  return new Map(purchases.map((one) => [[one.productId, one.orderId, one.subscriptionId].join(' '), one]))
}

/** By hand when none, or another customer's, is chosen. */
export function findChosenPurchase(history: CustomerHistory, value: string): ActPurchase {
  return indexPurchases(history).get(value) ?? BY_HAND
}

/** As in the customer's events, or just the email. */
export function toEventCustomer(history: CustomerHistory, email: string): EventCustomer {
  return history.customer ?? { email, firstName: null, lastName: null, id: null }
}
