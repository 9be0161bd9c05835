/** Any change of an optional field changes that field alone, in either format, whatever is put there. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/intake/formats'
import type { Format } from '../../src/intake/formats/format'
import type { MarketEvent } from '../../src/model/event'
import { seed, sized } from '../depth'
import { samcartBody, standardBody } from './bodies/body'
import { understandPost } from './understanding'

type Path = readonly (string | number)[]

/** An optional field of a body, the parts of the event it may change, and how an entry names it. */
interface OptionalField {
  path: Path
  changes: readonly string[]
  named: string
}

const SUBSCRIPTION = 'items.0.subscription'

const STANDARD_FIELDS: OptionalField[] = [
  { path: ['id'], changes: ['id', 'items.0.fingerprint'], named: 'id' },
  { path: ['timestamp'], changes: ['happenedAt'], named: 'timestamp' },
  { path: ['data', 'test'], changes: ['test'], named: 'test' },
  { path: ['data', 'customer', 'first_name'], changes: ['customer.firstName'], named: 'customer.first_name' },
  { path: ['data', 'customer', 'last_name'], changes: ['customer.lastName'], named: 'customer.last_name' },
  { path: ['data', 'customer', 'id'], changes: ['customer.id'], named: 'customer.id' },
  { path: ['data', 'order'], changes: ['orderId'], named: 'order' },
  { path: ['data', 'order', 'id'], changes: ['orderId'], named: 'order.id' },
  { path: ['data', 'items', 0, 'product_name'], changes: ['items.0.productName'], named: 'items[0].product_name' },
  { path: ['data', 'items', 0, 'role'], changes: ['items.0.role'], named: 'items[0].role' },
  {
    path: ['data', 'items', 0, 'subscription'],
    changes: [SUBSCRIPTION, 'items.0.unnamed'],
    named: 'items[0].subscription',
  },
  { path: ['data', 'items', 0, 'payment'], changes: ['items.0.payments'], named: 'items[0].payment' },
  { path: ['data', 'subscription'], changes: [SUBSCRIPTION, 'items.0.unnamed'], named: 'subscription' },
  { path: ['data', 'subscription', 'id'], changes: [SUBSCRIPTION, 'items.0.unnamed'], named: 'subscription.id' },
  {
    path: ['data', 'subscription', 'failed_attempts'],
    changes: [`${SUBSCRIPTION}.failedAttempts`],
    named: 'subscription.failed_attempts',
  },
  {
    path: ['data', 'subscription', 'period_end'],
    changes: [`${SUBSCRIPTION}.periodEnd`, `${SUBSCRIPTION}.isDay`],
    named: 'subscription.period_end',
  },
  { path: ['data', 'payment'], changes: ['items.0.payments'], named: 'payment' },
  { path: ['data', 'payment', 'id'], changes: ['items.0.payments'], named: 'payment.id' },
  { path: ['data', 'custom_fields'], changes: ['customFields'], named: 'custom_fields' },
  { path: ['data', 'custom_fields', 'Company'], changes: ['customFields.Company'], named: 'custom_fields.Company' },
]

const SAMCART_FIELDS: OptionalField[] = [
  { path: ['product', 'name'], changes: ['items.0.productName'], named: 'product.name' },
  { path: ['product', 'transaction_id'], changes: ['items.0.payments'], named: 'product.transaction_id' },
  {
    path: ['product', 'subscription_id'],
    changes: [SUBSCRIPTION, 'items.0.unnamed'],
    named: 'product.subscription_id',
  },
  { path: ['customer', 'first_name'], changes: ['customer.firstName'], named: 'customer.first_name' },
  { path: ['customer', 'last_name'], changes: ['customer.lastName'], named: 'customer.last_name' },
  { path: ['customer', 'customer_id'], changes: ['customer.id'], named: 'customer.customer_id' },
  { path: ['customer', 'phone_number'], changes: ['customFields'], named: 'customer.phone_number' },
  {
    path: ['order'],
    changes: ['orderId', SUBSCRIPTION, 'items.0.unnamed', 'items.0.payments', 'customFields'],
    named: 'order',
  },
  { path: ['order', 'id'], changes: ['orderId'], named: 'order.id' },
  { path: ['order', 'subscription_id'], changes: [SUBSCRIPTION, 'items.0.unnamed'], named: 'order.subscription_id' },
  { path: ['order', 'transaction_id'], changes: ['items.0.payments'], named: 'order.transaction_id' },
  { path: ['order', 'custom_fields'], changes: ['customFields'], named: 'order.custom_fields' },
  { path: ['subscription'], changes: [SUBSCRIPTION], named: 'subscription' },
  { path: ['refund_transaction_id'], changes: [], named: 'refund_transaction_id' },
  { path: ['custom_fields'], changes: ['customFields'], named: 'custom_fields' },
]

const ODD = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    ' ',
    null,
    false,
    true,
    0,
    1,
    -1,
    1e308,
    [],
    {},
    [[]],
    [{}],
    [null],
    '0',
    'null',
    '{{x}}',
  ),
  fc.constantFrom<unknown>('2026-12-20', '2026-12-20T10:15:00Z', 1797761700, '1797761700000', 'x'.repeat(10_000)),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
)

describe.each([
  [FORMATS.standard, { id: 'e1', ...standardBody() }, STANDARD_FIELDS],
  [FORMATS.samcart, samcartBody(), SAMCART_FIELDS],
] as [Format, object, OptionalField[]][])('the $name format', (format, body, fields) => {
  test.each(fields.map((field) => ({ name: field.path.join('.'), ...field })))(
    '$name changes nothing but itself',
    async ({ path, changes, named }) => {
      const plain = await understandPost(format, body)
      const rest = without(plain.event, changes)
      await fc.assert(
        fc.asyncProperty(ODD, async (value) => {
          const { event, refusal } = await understandPost(format, replaced(body, path, value))
          expect(refusal).toBeNull()
          expect(without(event, changes)).toEqual(rest)
          for (const line of event.ignored ?? []) {
            expect(line.startsWith(named), `${line} speaks of ${named}`).toBe(true)
          }
        }),
        { numRuns: sized(100, 5_000), ...seed(18) },
      )
    },
  )
})

/** What must not change. Each post without an id gets one at arrival, and fingerprints follow the ids. */
function without(event: MarketEvent, changes: readonly string[]): unknown {
  const copy = structuredClone({
    ...event,
    body: null,
    ignored: null,
    ...(event.id.startsWith('evt_') ? { id: null } : {}),
  })
  for (const path of [...changes, 'items.0.fingerprint']) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    const owner = names.reduce<unknown>(
      (inner, name) => (inner instanceof Object ? Reflect.get(inner, name) : null),
      copy,
    )
    if (owner instanceof Object) {
      Reflect.set(owner, last, null)
    }
  }
  return copy
}

function replaced(body: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) {
    return value
  }
  if (Array.isArray(body)) {
    return body.map((one, index) => (index === name ? replaced(one, rest, value) : one))
  }
  return { ...(body as object), [name]: replaced((body as Record<string, unknown>)[name] ?? {}, rest, value) }
}
