/** SamCart sends no time, test flag or role: we use arrival, unknown and primary. */
import type { EventType } from '../../../model/event-type'
import { cleanFields, cleanId } from '../../reading/text'
import type { ParsedBody, ParsedItem } from '../format'
import { listProducts, meaningfulText, type SamcartBody, type SamcartProduct, splitProductIds } from './schema'

/** Field name under which the phone number can be mapped. */
const PHONE_FIELD = 'Phone'

export function translate(body: SamcartBody, type: EventType): ParsedBody {
  const { customer, order } = body
  return {
    at: null,
    test: null,
    customer: {
      email: customer.email,
      firstName: meaningfulText(customer.first_name),
      lastName: meaningfulText(customer.last_name),
      id: cleanId(meaningfulText(customer.customer_id) ?? meaningfulText(customer.id)),
    },
    orderId: cleanId(meaningfulText(order?.id)),
    items: listProducts(body).flatMap((product) => translateItems(product, body, type)),
    customFields: cleanFields([
      [PHONE_FIELD, meaningfulText(customer.phone_number) ?? meaningfulText(customer.phone)],
      ...listFields(order),
    ]),
  }
}

/** One item per id; names and transactions are split only if there are as many. */
function translateItems(product: SamcartProduct, body: SamcartBody, type: EventType): ParsedItem[] {
  const ids = splitProductIds(product)
  const names = splitParallel(meaningfulText(product.name, Number.POSITIVE_INFINITY), ids.length)
  const payments = splitParallel(meaningfulText(product.transaction_id), ids.length)
  const subscription = cleanId(meaningfulText(product.subscription_id) ?? meaningfulText(body.order?.subscription_id))
  return ids.map((productId, index) => ({
    productId,
    productName: meaningfulText(names[index]),
    role: 'primary',
    subscription: subscription === null ? null : { id: subscription, failedAttempts: null, periodEnd: null },
    transaction: pickTransaction(body, type, payments[index] ?? meaningfulText(product.transaction_id)),
  }))
}

/** `a,b` is split for two ids; for one id it stays whole; for other counts the assignment is unknown. */
function splitParallel(joined: string | null, count: number): string[] {
  if (joined === null) {
    return []
  }
  if (count === 1) {
    return [joined]
  }
  const parts = joined.split(',')
  return parts.length === count ? parts : []
}

/** A refund has its own. A payment combines the item's and the order's, since either may repeat the first payment's. */
function pickTransaction(
  { order, refund_transaction_id }: SamcartBody,
  type: EventType,
  own: string | null,
): string | null {
  if (type === 'product.refunded' || type === 'product.partially_refunded') {
    return meaningfulText(refund_transaction_id)
  }
  const all = [own, ...[order?.transaction_id].flat().map((one) => meaningfulText(one))].filter((one) => one !== null)
  return all.length === 0 ? null : [...new Set(all)].join('+')
}

/** Accepts `[{ name, slug, value }]`, `{ name: value }` and `{ name: { value } }`. */
function listFields(order: SamcartBody['order']): [string, unknown][] {
  const fields = order?.custom_fields ?? []
  if (Array.isArray(fields)) {
    return fields.map(({ name, slug, value }) => [meaningfulText(name) ?? meaningfulText(slug) ?? '', value])
  }
  return Object.entries(fields).map(([name, value]) => [name, isEntry(value) ? value.value : value])
}

function isEntry(value: unknown): value is { value?: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
