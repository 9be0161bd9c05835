/** SamCart's post in our words. It names no time, no test and no role: arrival, unknown and primary. */
import type { Trigger } from '../../../model/trigger'
import { customFields, identifier } from '../../reading/text'
import type { Told, ToldItem } from '../format'
import { meant, productIds, productsOf, type SamcartBody, type SamcartProduct } from './schema'

/** The name under which a customer's phone number can be mapped to a sign-up field. */
export const PHONE_FIELD = 'Phone'

/** What a valid post says. */
export function translate(body: SamcartBody, type: Trigger): Told {
  const { customer, order } = body
  return {
    at: null,
    test: null,
    customer: {
      email: customer.email,
      firstName: meant(customer.first_name),
      lastName: meant(customer.last_name),
      id: identifier(meant(customer.customer_id) ?? meant(customer.id)),
    },
    orderId: identifier(meant(order?.id)),
    items: productsOf(body).flatMap((product) => itemsOf(product, body, type)),
    customFields: customFields([
      [PHONE_FIELD, meant(customer.phone_number) ?? meant(customer.phone)],
      ...fieldsOf(order),
    ]),
  }
}

/** One item for each id; names and transactions belong to them only when there are as many. */
function itemsOf(product: SamcartProduct, body: SamcartBody, type: Trigger): ToldItem[] {
  const ids = productIds(product)
  const names = parallel(meant(product.name, Number.POSITIVE_INFINITY), ids.length)
  const payments = parallel(meant(product.transaction_id), ids.length)
  const subscription = identifier(meant(product.subscription_id) ?? meant(body.order?.subscription_id))
  return ids.map((productId, index) => ({
    productId,
    productName: meant(names[index]),
    role: 'primary',
    subscription: subscription === null ? null : { id: subscription, failedAttempts: null, periodEnd: null },
    transaction: transactionOf(body, type, payments[index] ?? meant(product.transaction_id)),
  }))
}

/** `a,b` for two ids is one each; for one id it is itself; for another count nobody knows whose is whose. */
function parallel(joined: string | null, count: number): string[] {
  if (joined === null) return []
  if (count === 1) return [joined]
  const parts = joined.split(',')
  return parts.length === count ? parts : []
}

/** A refund has its own; a payment is the item's and the order's together, since either may keep the first payment's. */
function transactionOf(
  { order, refund_transaction_id }: SamcartBody,
  type: Trigger,
  own: string | null,
): string | null {
  if (type === 'product.refunded' || type === 'product.partially_refunded') return meant(refund_transaction_id)
  const all = [own, ...[order?.transaction_id].flat().map((one) => meant(one))].filter((one) => one !== null)
  return all.length === 0 ? null : [...new Set(all)].join('+')
}

/** Both shapes: `[{ name, slug, value }]` and `{ name: value }` or `{ name: { value } }`. */
function fieldsOf(order: SamcartBody['order']): [string, unknown][] {
  const told = order?.custom_fields ?? []
  if (Array.isArray(told)) {
    return told.map(({ name, slug, value }) => [meant(name) ?? meant(slug) ?? '', value])
  }
  return Object.entries(told).map(([name, value]) => [name, isEntry(value) ? value.value : value])
}

function isEntry(value: unknown): value is { value?: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
