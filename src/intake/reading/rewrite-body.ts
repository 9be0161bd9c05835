/**
 * A second reading of a body that lacks what an event needs: names in other spellings, flat fields, an envelope around
 * it. The ordinary event never gets here.
 */
import { isPath, parsePath, toPlainName } from './field-path'
import { type Body, isBlank, toList, toObject } from './field-reader'
import { nestFields } from './nest-fields'
import { Unreadable } from './unreadable'

/** What forwarding tools put around a post. */
const ENVELOPES = ['body', 'payload', 'data', 'event', 'json']
const TYPES = ['type', 'event_type', 'event_name', 'event', 'trigger']
const EMAILS = ['email', 'customer_email', 'email_address', 'buyer_email']
/** Its names are the merchant's own. */
const FREELY_NAMED = 'custom_fields'
const MOST_LEVELS = 8

/** A body that every format reads. */
export function rewriteBody(given: Body): Body {
  const body = unwrap(plainNames(nestNames(given), 0) as Body)
  const level = findLevel(body)
  const customer = readCustomer(level)
  const products = readProducts(level)
  const shared = {
    customer,
    order: objectOrId(level.order, level.order_id),
    subscription: readSubscription(level),
    custom_fields: level.custom_fields ?? undefined,
  }
  return {
    type: pick(body, TYPES) ?? pick(level, TYPES),
    timestamp: body.timestamp ?? level.timestamp,
    data: {
      ...shared,
      test: level.test ?? body.test,
      items: products?.map(({ id, ...item }) => ({ ...item, product_id: id })),
      payment: objectOrId(level.payment, level.payment_id),
    },
    ...shared,
    products: products?.map(({ id, product_name, ...item }) => ({ ...item, id, name: product_name })),
    refund_transaction_id: level.refund_transaction_id,
  }
}

/** Data that names neither a customer nor a product lies beside them. */
function findLevel(body: Body): Body {
  const data = toObject(body.data)
  if (data === null) {
    return body
  }
  const isLevel =
    readCustomer(data).email !== undefined || data.customer !== undefined || readProducts(data) !== undefined
  return isLevel ? data : { ...body, ...data }
}

/** Names that are paths, in the body and its data. */
function nestNames(body: Body): Body {
  const data = toObject(body.data)
  return nestPaths(data === null ? body : { ...body, data: nestPaths(data) })
}

function nestPaths(body: Body): Body {
  const names = Object.keys(body)
  const nested = names.some(isPath) ? nestFields(names.map((name) => [parsePath(name), body[name]])) : null
  return toObject(nested?.value) ?? body
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

function readCustomer(level: Body): Body {
  const { customer } = level
  const known = toObject(customer) ?? {}
  const address = typeof customer === 'string' && customer.includes('@') ? customer : undefined
  return {
    ...known,
    email: pick(known, EMAILS) ?? pick(level, EMAILS) ?? address,
    first_name: known.first_name ?? level.first_name,
    last_name: known.last_name ?? level.last_name,
    id: known.id ?? known.customer_id ?? level.customer_id,
    phone: known.phone ?? level.phone ?? level.phone_number,
  }
}

function readSubscription(level: Body): unknown {
  const given = level.subscription
  const { failed_attempts, period_end, subscription_id } = level
  const flat = Object.entries({ id: subscription_id, failed_attempts, period_end }).filter(([, one]) => isGiven(one))
  if (flat.length === 0) {
    return given
  }
  return { ...Object.fromEntries(flat), ...(isGiven(given) ? (toObject(given) ?? { id: given }) : {}) }
}

/** A line's `id` identifies the line, a product's the product. */
function readProducts(level: Body): Body[] | undefined {
  const lines = [level.items, level.line_items].flatMap(toList)
  const products = [level.products, level.product].flatMap(toList)
  const ofLines = lines
    .map((one) => {
      const { product_id: id, name, product_name = name, ...rest } = toObject(one) ?? {}
      return { ...rest, id, product_name }
    })
    .filter(hasId)
  const ofProducts = products
    .map((one) => {
      const { product_id, id, name, product_name, ...rest } = toObject(one) ?? { id: one }
      return { ...rest, id: product_id ?? id, product_name: product_name ?? name }
    })
    .filter((one) => hasId(one) && !ofLines.some(({ id }) => String(id) === String(one.id)))
  const found = [...ofLines, ...ofProducts]
  if (found.length > 0 || level.product_id === undefined) {
    return found.length > 0 ? found : undefined
  }
  const { product_id: id, product_name, transaction_id } = level
  return [{ id, product_name, transaction_id }]
}

function hasId({ id }: Body): boolean {
  return id !== undefined && id !== null && !isBlank(id)
}

function pick(body: Body, names: readonly string[]): unknown {
  return names
    .map((name) => body[name])
    .find((one) => (typeof one === 'string' && !isBlank(one)) || one instanceof Unreadable)
}

function objectOrId(given: unknown, id: unknown): unknown {
  return isGiven(given) || !isGiven(id) ? given : { id }
}

/** False for what programs write where there is nothing. */
function isGiven(value: unknown): boolean {
  return toObject(value) !== null || typeof value === 'number' || (typeof value === 'string' && !isBlank(value))
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
