/**
 * A second reading of a body that lacks what an event needs: names in other spellings, flat fields, an envelope around
 * it. The ordinary event never gets here.
 */
import { type Body, isBlank, toList, toObject } from './field-reader'

/** What forwarding tools put around a post. */
const ENVELOPES = ['body', 'payload', 'data', 'event', 'json']
const TYPES = ['type', 'event_type', 'event_name', 'event', 'trigger']
const EMAILS = ['email', 'customer_email', 'email_address', 'buyer_email']
/** Its names are the merchant's own. */
const FREELY_NAMED = 'custom_fields'
const MOST_LEVELS = 8

/** A body that every format reads. */
export function rewriteBody(given: Body): Body {
  const body = unwrap(plainNames(given, 0) as Body)
  const level = toObject(body.data) ?? body
  const customer = readCustomer(level)
  const products = readProducts(level)
  const shared = {
    customer,
    order: level.order ?? asObject(level.order_id),
    subscription: level.subscription ?? asObject(level.subscription_id),
    custom_fields: level.custom_fields ?? undefined,
  }
  return {
    type: pick(body, TYPES) ?? pick(level, TYPES),
    timestamp: body.timestamp ?? level.timestamp,
    data: {
      ...shared,
      test: level.test,
      items: products.map(({ id, ...item }) => ({ ...item, product_id: id })),
      payment: level.payment ?? asObject(level.payment_id),
    },
    ...shared,
    products: products.map(({ id, product_name, ...item }) => ({ ...item, id, name: product_name })),
    refund_transaction_id: level.refund_transaction_id,
  }
}

function unwrap(body: Body): Body {
  if (pick(body, TYPES) !== undefined) {
    return body
  }
  const inner = ENVELOPES.map((name) => toObject(body[name])).find(
    (one) => one !== null && pick(one, TYPES) !== undefined,
  )
  return inner ?? body
}

function readCustomer(level: Body): Body | undefined {
  const { customer } = level
  const known =
    toObject(customer) ?? (typeof customer === 'string' && customer.includes('@') ? { email: customer } : {})
  const email = pick(known, EMAILS) ?? pick(level, EMAILS)
  return email === undefined
    ? undefined
    : {
        ...known,
        email,
        first_name: known.first_name ?? level.first_name,
        last_name: known.last_name ?? level.last_name,
      }
}

/** A line's `id` identifies the line, a product's the product. */
function readProducts(level: Body): Body[] {
  const lines = [level.items, level.line_items].flatMap(toList)
  const products = [level.products, level.product].flatMap(toList)
  const found = [
    ...lines.map((one) => ({ ...toObject(one), id: toObject(one)?.product_id })),
    ...products.map((one) => {
      const { product_id, id, name, product_name, ...rest } = toObject(one) ?? { id: one }
      return { ...rest, id: product_id ?? id, product_name: product_name ?? name }
    }),
  ].filter(({ id }) => id !== undefined && id !== null && !isBlank(id))
  return found.length > 0 || level.product_id === undefined
    ? found
    : [{ id: level.product_id, product_name: level.product_name }]
}

function pick(body: Body, names: readonly string[]): unknown {
  return names.map((name) => body[name]).find((one) => typeof one === 'string' && !isBlank(one))
}

function asObject(id: unknown): Body | undefined {
  return id === undefined || id === null ? undefined : { id }
}

/** `productId`, `Product ID` and `product-id` as `product_id`; an exact spelling wins. */
function plainNames(value: unknown, level: number): unknown {
  if (level > MOST_LEVELS) {
    return value
  }
  if (Array.isArray(value)) {
    return value.map((one) => plainNames(one, level + 1))
  }
  const object = toObject(value)
  if (object === null) {
    return value
  }
  const plain: Record<string, unknown> = Object.create(null)
  for (const [name, one] of Object.entries(object)) {
    const known = toPlainName(name)
    if (known === name || !(known in object || known in plain)) {
      plain[known] = known === FREELY_NAMED ? one : plainNames(one, level + 1)
    }
  }
  return plain
}

export function toPlainName(name: string): string {
  return name
    .trim()
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, '_')
    .replace(/[\s-]+/g, '_')
    .toLowerCase()
}
