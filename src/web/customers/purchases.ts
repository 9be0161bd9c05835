/** Purchases in a customer's history, as Enroll now offers them. */
import type { SelectOption } from '../../../views/parts/fields'
import { indexPurchases } from '../../journal/customers/act-purchases'
import type { ActPurchase, CustomerHistory } from '../../journal/queries'

/** Without duplicates, newest first. */
export function listPurchases(history: CustomerHistory): SelectOption[] {
  return [...indexPurchases(history)].map(([value, one]) => ({ value, label: describePurchase(one) }))
}

function describePurchase({ productId, productName, orderId, subscriptionId }: ActPurchase): string {
  const ids = [orderId && `order ${orderId}`, subscriptionId && `subscription ${subscriptionId}`].filter(Boolean)
  return [productName ?? `Product ${productId}`, ...ids].join(', ')
}
