import type { EventCustomer, EventItem } from '../../../model/event'
import { readCustomFields } from '../../reading/custom-fields'
import { type Body, explainLack, FieldReader, toList, toObject } from '../../reading/field-reader'
import { MAX_ITEMS, readProductId } from '../../reading/text'
import { readEmail } from '../email'
import type { ParsedBody, ParsedItem } from '../format'
import { explainNoProductId, splitIds } from '../product-ids'
import { joinSubscriptions, readSubscription } from '../subscription'

const ROLES: readonly string[] = ['primary', 'upsell', 'order_bump', 'payment_option'] satisfies EventItem['role'][]

export function translate(body: Body): ParsedBody {
  const read = new FieldReader()
  const at = read.moment(body.timestamp, 'timestamp', 'start')
  const data = findData(body, read)
  const order = read.objectOrId(data.order, 'order')
  const customer = translateCustomer(data, read)
  return {
    at,
    test: read.flag(data.test ?? body.test, 'test'),
    customer,
    orderId: read.id(order?.id, 'order.id') ?? read.id(data.order_id ?? data.orderId, 'order_id'),
    items: translateItems(data, read),
    customFields: readCustomFields(data.custom_fields ?? data.customFields, 'custom_fields', read),
    ignored: read.ignored,
    problem: read.problem,
  }
}

/** Forms filled in by hand often leave the wrapping `data` out. */
function findData(body: Body, read: FieldReader): Body {
  const data = toObject(body.data)
  if (data !== null) {
    return data
  }
  if ('customer' in body || 'items' in body) {
    return body
  }
  read.fail('data', explainLack(body.data, 'not an object'))
  return {}
}

function translateCustomer(data: Body, read: FieldReader): EventCustomer | null {
  const customer = toObject(data.customer)
  if (customer === null) {
    return read.fail('data.customer', explainLack(data.customer, 'not an object'))
  }
  const found = readEmail(customer.email)
  if ('problem' in found) {
    return read.fail('data.customer.email', found.problem)
  }
  return {
    email: found.email,
    firstName: read.text(customer.first_name ?? customer.firstName, 'customer.first_name'),
    lastName: read.text(customer.last_name ?? customer.lastName, 'customer.last_name'),
    id: read.id(customer.id, 'customer.id'),
  }
}

function translateItems(data: Body, read: FieldReader): ParsedItem[] {
  const lines = listLines(data, read)
  if (lines.length === 0) {
    read.fail('data.items', explainLack(data.items, 'empty'))
  }
  if (lines.length > MAX_ITEMS) {
    read.fail('data.items', `has more than ${MAX_ITEMS} items; send the event in several parts`)
    return []
  }
  const shared = readSubscription(data.subscription, 'subscription', read)
  const named = data.subscription_id ?? data.subscriptionId
  const event = shared ?? (named === undefined ? null : readSubscription({ id: named }, 'subscription', read))
  const payment = readPayment(data.payment ?? data.payment_id ?? data.paymentId, 'payment', read)
  const readable = lines.map((line) => readProductId(line.productId))
  const hasReadable = readable.some(({ id }) => id !== null)
  const items: ParsedItem[] = []
  lines.forEach(({ item, productId }, index) => {
    const { id, odd } = readable[index] ?? { id: null, odd: null }
    const path = `items[${index}]`
    if (id === null) {
      skipItem(explainNoProductId(productId, odd), path, hasReadable, read)
      return
    }
    const own = readSubscription(item.subscription, `${path}.subscription`, read)
    const payments = readPayment(item.payment, `${path}.payment`, read) ?? payment
    const { subscription, unnamed } = joinSubscriptions(own, event)
    const found: ParsedItem = {
      productId: id,
      productName: read.text(item.product_name ?? item.productName, `${path}.product_name`),
      role: readRole(item.role, `${path}.role`, read),
      subscription,
      transaction: payments,
    }
    if (unnamed !== undefined) {
      found.unnamed = unnamed
    }
    if (payments !== null) {
      found.payments = [payments]
    }
    items.push(found)
  })
  return items
}

/** Pushed one by one: the engine's flatMap is several times slower. */
function listLines(data: Body, read: FieldReader): Line[] {
  const lines: Line[] = []
  toList(data.items).forEach((item, index) => {
    lines.push(...splitLine(item, `items[${index}].product_id`, read))
  })
  return lines
}

interface Line {
  item: Body
  productId: unknown
}

/** Tools join lines: `"product_id": "1,2"`, `"items": "1,2,"`, or lists side by side. */
function splitLine(given: unknown, path: string, read: FieldReader): Line[] {
  const item = toObject(given)
  if (item === null) {
    const ids = typeof given === 'string' ? splitIds(given, isJoinedNumbers, path, read) : [given]
    return ids.map((productId) => ({ item: {}, productId }))
  }
  const joined = item.product_id ?? item.productId
  const ids = splitIds(joined, isJoinedNumbers, path, read)
  const names = item.product_name ?? item.productName
  return ids.length < 2
    ? [{ item, productId: ids[0] }]
    : ids.map((productId, at) => ({ item: { ...item, product_name: pickAt(names, at, ids.length) }, productId }))
}

/** A SKU may have a comma of its own. Loops in templates leave one behind the last number. */
function isJoinedNumbers(text: string): boolean {
  return text.includes(',') && text.split(',').every((part) => /^\d*$/.test(part.trim()))
}

function pickAt(names: unknown, at: number, count: number): unknown {
  const parts = typeof names === 'string' ? names.split(',') : names
  return Array.isArray(parts) && parts.length === count ? parts[at] : null
}

/** An item without a product is dropped; the others stay. @param why `is missing` */
function skipItem(why: string, path: string, hasOthers: boolean, read: FieldReader): void {
  if (hasOthers) {
    read.ignore(path, `since its product_id ${why}`)
  } else {
    read.fail(`data.${path}.product_id`, why)
  }
}

function readRole(value: unknown, path: string, read: FieldReader): EventItem['role'] {
  if (value === 'primary') {
    return value
  }
  const text = read.text(value, path)
  const role = text?.toLowerCase().replaceAll(/[\s-]+/g, '_')
  if (role !== undefined && !ROLES.includes(role)) {
    read.ignore(path, 'not a role we know')
    return 'primary'
  }
  return (role ?? 'primary') as EventItem['role']
}

function readPayment(value: unknown, path: string, read: FieldReader): string | null {
  const payment = read.objectOrId(value, path)
  return payment === null ? null : read.id(payment.id, `${path}.id`)
}
