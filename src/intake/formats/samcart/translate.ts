/** SamCart sends no time, test flag or role: we use arrival, unknown and primary. */
import type { EventCustomer } from '../../../model/event'
import { type EventType, PAYMENTS, REPAYMENTS, REVERSALS } from '../../../model/event-type'
import { readCustomFields } from '../../reading/custom-fields'
import { type Body, explainLack, FieldReader, MISSING, toList, toObject } from '../../reading/field-reader'
import { MAX_ITEMS, readProductId } from '../../reading/text'
import { readEmail } from '../email'
import type { ParsedBody, ParsedItem } from '../format'
import { explainNoProductId, splitIds } from '../product-ids'
import { joinSubscriptions, type ReadSubscription, readSubscription } from '../subscription'

/** Field name under which the phone number can be mapped. */
const PHONE_FIELD = 'Phone'

/** These are about a payment that was given back, or taken back. */
const RETURNS: ReadonlySet<EventType> = new Set<EventType>([...REPAYMENTS, 'product.partially_refunded', ...REVERSALS])

export function translate(body: Body, type: EventType | null): ParsedBody {
  const read = new FieldReader()
  const order = read.objectOrId(body.order, 'order') ?? {}
  const customer = translateCustomer(body, read)
  const given = toObject(body.customer) ?? {}
  const phone = read.text(given.phone_number, 'customer.phone_number') ?? read.text(given.phone, 'customer.phone')
  return {
    at: null,
    test: null,
    customer,
    orderId: read.id(order.id, 'order.id') ?? read.id(body.order_id, 'order_id'),
    items: translateItems(body, order, type, read),
    customFields: {
      ...(phone === null ? {} : { [PHONE_FIELD]: phone }),
      ...readFieldsOf(body, order, read),
    },
    ignored: read.ignored,
    problem: read.problem,
  }
}

function readFieldsOf(body: Body, order: Body, read: FieldReader): Record<string, string> {
  const nested = readCustomFields(order.custom_fields, 'order.custom_fields', read)
  return Object.keys(nested).length > 0 ? nested : readCustomFields(body.custom_fields, 'custom_fields', read)
}

function translateCustomer(body: Body, read: FieldReader): EventCustomer | null {
  const customer = toObject(body.customer)
  if (customer === null) {
    return read.fail('customer', explainLack(body.customer, 'not an object'))
  }
  const found = readEmail(customer.email)
  if ('problem' in found) {
    return read.fail('customer.email', found.problem)
  }
  return {
    email: found.email,
    firstName: read.text(customer.first_name, 'customer.first_name'),
    lastName: read.text(customer.last_name, 'customer.last_name'),
    id: read.id(customer.customer_id, 'customer.customer_id') ?? read.id(customer.id, 'customer.id'),
  }
}

function translateItems(body: Body, order: Body, type: EventType | null, read: FieldReader): ParsedItem[] {
  const found = findProducts(body, type, read)
  const products = found.filter(({ ids }) => ids.length > 0)
  if (products.length === 0) {
    read.fail('product.id', found[0]?.lack ?? MISSING)
  }
  for (const { path } of products.length === 0 ? [] : found.filter((one) => !products.includes(one))) {
    read.ignore(path, 'since it has no product id')
  }
  const shared = readSubscription(body.subscription, 'subscription', read)
  const known = new Set<string>()
  const items = products.flatMap((product) =>
    translateProduct({ ...product, body, order, shared, type, read }).filter(({ productId }) => {
      const isNew = !known.has(productId)
      known.add(productId)
      return isNew
    }),
  )
  if (items.length > MAX_ITEMS) {
    read.fail('product.id', `names more than ${MAX_ITEMS} products`)
    return []
  }
  return items
}

interface NamedProduct {
  product: Body
  path: string
  ids: string[]
  /** Why it has none. */
  lack: string
}

/** With both, `product` is what the event is about; a purchase is about all of them. */
function findProducts(body: Body, type: EventType | null, read: FieldReader): NamedProduct[] {
  const single = toProducts(body.product, 'product', read)
  const hasSingle = single.some(({ ids }) => ids.length > 0)
  if (hasSingle && type !== 'product.purchased') {
    return single
  }
  if (hasSingle && isCount(body.products)) {
    read.ignore('products', 'not a list')
    return single
  }
  return [...toProducts(body.products, 'products', read), ...single]
}

/** Beside a product, `products: 1` counts them. */
function isCount(products: unknown): boolean {
  const [first] = toList(products)
  return first !== undefined && first === products && typeof first !== 'object'
}

function toProducts(value: unknown, path: string, read: FieldReader): NamedProduct[] {
  return toList(value).map((one, index) => {
    const product = toObject(one) ?? { id: one }
    const own = Array.isArray(value) ? `${path}[${index}]` : path
    return { product, path: own, ...readIds(product.id ?? product.product_id, `${own}.id`, read) }
  })
}

/** One entry may join several ids by commas. */
function readIds(value: unknown, path: string, read: FieldReader): Pick<NamedProduct, 'ids' | 'lack'> {
  const parts = splitIds(value, (text) => !/[[{]/.test(text), path, read)
  const known = parts.map(readProductId)
  const odd = known.find((one) => one.odd !== null)?.odd ?? null
  return { ids: known.flatMap(({ id }) => id ?? []), lack: explainNoProductId(parts[0], odd) }
}

interface Given extends NamedProduct {
  body: Body
  order: Body
  shared: ReadSubscription | null
  type: EventType | null
  read: FieldReader
}

/** One item per id; names and transactions are split only if there are as many. */
function translateProduct({ product, path, ids, body, order, shared, type, read }: Given): ParsedItem[] {
  const { name: given } = product
  const named = Array.isArray(given) && ids.length > 1 && given.length === ids.length ? given : null
  const name = named === null ? read.text(given, `${path}.name`, Number.POSITIVE_INFINITY) : null
  const names = named ?? splitParallel(name, ids.length)
  const joined = read.text(product.transaction_id, `${path}.transaction_id`, Number.POSITIVE_INFINITY)
  const transactions = splitParallel(joined, ids.length)
  const ofOrder = toList(order.transaction_id).flatMap((one) => read.id(one, 'order.transaction_id') ?? [])
  const refunded = read.id(body.refund_transaction_id, 'refund_transaction_id')
  const id =
    read.id(product.subscription_id, `${path}.subscription_id`) ??
    read.id(order.subscription_id, 'order.subscription_id') ??
    read.id(body.subscription_id, 'subscription_id')
  const subscription = id === null ? shared : { failedAttempts: null, periodEnd: null, ...shared, id }
  return ids.map((productId, index) => {
    const paid = read.id(transactions[index] ?? (ids.length === 1 ? null : joined), `${path}.transaction_id`)
    // Either may repeat the first payment's.
    const all = [...new Set([...(paid === null ? [] : [paid]), ...ofOrder])]
    const returned = refunded === null ? [] : [refunded]
    const isReturn = type !== null && RETURNS.has(type)
    const payments = isReturn ? returned : paid !== null && transactions.length > 1 ? [paid] : all
    const isAboutPayment = type !== null && (isReturn || PAYMENTS.has(type))
    return {
      productId,
      productName: read.text(names[index], `${path}.name`),
      role: 'primary',
      ...joinSubscriptions(subscription, null),
      ...(isAboutPayment && payments.length > 0 ? { payments } : {}),
      transaction: (isReturn ? returned : all).join('+') || null,
    }
  })
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
