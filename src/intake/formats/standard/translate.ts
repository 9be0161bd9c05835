import type { EventCustomer, EventItem } from '../../../model/event'
import { readCustomFields } from '../../reading/custom-fields'
import { type Body, FieldReader, isBlank, toList, toObject } from '../../reading/field-reader'
import { cleanProductId, MAX_ITEMS } from '../../reading/text'
import { readEmail } from '../email'
import type { ParsedBody, ParsedItem } from '../format'
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
    test: read.flag(data.test, 'test'),
    customer,
    orderId: order === null ? null : read.id(order.id, 'order.id'),
    items: translateItems(data, read),
    customFields: readCustomFields(data.custom_fields, 'custom_fields', read),
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
  read.fail('data', body.data === undefined || body.data === null ? 'is missing' : 'is not an object')
  return {}
}

function translateCustomer(data: Body, read: FieldReader): EventCustomer | null {
  const customer = toObject(data.customer)
  if (customer === null) {
    return read.fail(
      'data.customer',
      data.customer === undefined || data.customer === null ? 'is missing' : 'is not an object',
    )
  }
  const found = readEmail(customer.email)
  if ('problem' in found) {
    return read.fail('data.customer.email', found.problem)
  }
  return {
    email: found.email,
    firstName: read.text(customer.first_name, 'customer.first_name'),
    lastName: read.text(customer.last_name, 'customer.last_name'),
    id: read.id(customer.id, 'customer.id'),
  }
}

function translateItems(data: Body, read: FieldReader): ParsedItem[] {
  const items = toList(data.items).flatMap(splitLine)
  if (items.length === 0) {
    read.fail('data.items', data.items === undefined || data.items === null ? 'is missing' : 'is empty')
  }
  if (items.length > MAX_ITEMS) {
    read.fail('data.items', `has more than ${MAX_ITEMS} items; send the event in several parts`)
    return []
  }
  const shared = readSubscription(data.subscription, 'subscription', read)
  const payment = readPayment(data.payment, 'payment', read)
  const readable = items.map((item) => cleanProductId(toObject(item)?.product_id ?? item))
  return items.flatMap((value, index) => {
    const productId = readable[index] ?? null
    const path = `items[${index}]`
    const item = toObject(value) ?? {}
    if (productId === null) {
      skipItem(
        item.product_id,
        path,
        readable.some((id) => id !== null),
        read,
      )
      return []
    }
    const own = readSubscription(item.subscription, `${path}.subscription`, read)
    const payments = readPayment(item.payment, `${path}.payment`, read) ?? payment
    return {
      productId,
      productName: read.text(item.product_name, `${path}.product_name`),
      role: readRole(item.role, `${path}.role`, read),
      ...joinSubscriptions(own, shared),
      ...(payments === null ? {} : { payments: [payments] }),
      transaction: payments,
    }
  })
}

/** Tools join lines: `"product_id": "1,2"`, or lists side by side. A SKU may have a comma of its own. */
const JOINED_NUMBERS = /^\s*\d+(?:\s*,\s*\d+)+\s*$/

function splitLine(item: unknown): unknown[] {
  const line = toObject(item)
  const ids = line === null ? null : splitIds(line.product_id)
  return ids === null
    ? [item]
    : ids.map((product_id, at) => ({ ...line, product_id, product_name: pickAt(line?.product_name, at, ids.length) }))
}

function splitIds(ids: unknown): unknown[] | null {
  if (Array.isArray(ids)) {
    return ids.length > 0 ? ids : null
  }
  return typeof ids === 'string' && JOINED_NUMBERS.test(ids) ? ids.split(',') : null
}

function pickAt(names: unknown, at: number, count: number): unknown {
  const parts = typeof names === 'string' ? names.split(',') : names
  return Array.isArray(parts) && parts.length === count ? parts[at] : null
}

/** An item without a product costs the others nothing. */
function skipItem(found: unknown, path: string, hasOthers: boolean, read: FieldReader): void {
  const why = found === undefined || found === null || isBlank(found) ? 'is missing' : 'is not a product id'
  if (hasOthers) {
    read.ignore(path, `since its product_id ${why}`)
  } else {
    read.fail(`data.${path}.product_id`, why)
  }
}

function readRole(value: unknown, path: string, read: FieldReader): EventItem['role'] {
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
