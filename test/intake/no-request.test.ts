/** Formats read what came by no request: a line of a file, or what a person typed. */
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/intake/formats'
import type { Format } from '../../src/intake/formats/format'
import { understand, understandValue } from '../../src/intake/understand'
import type { EventSource } from '../../src/model/event'

const AT = Date.parse('2026-11-20T10:16:00Z')

const VALUES: [Format, object][] = [
  [
    FORMATS.standard,
    {
      type: 'product.purchased',
      timestamp: '2025-01-02T03:04:05Z',
      data: { customer: { email: 'ADA@example.com' }, order: { id: 7 }, items: [{ product_id: 350399 }] },
    },
  ],
  [
    FORMATS.samcart,
    { type: 'Order', customer: { email: 'ADA@example.com' }, order: { id: 7 }, product: { id: 350399 } },
  ],
]

describe.each(VALUES)('the $name format', (format, value) => {
  const source: EventSource = { kind: 'import', format: format.name }
  const context = { marketplace: 'store', source, receivedAt: AT, identity: () => 'line 7' }

  test('is fed a plain value', async () => {
    const { event, refusal } = await understandValue(format, value, context)
    expect(refusal).toBeNull()
    expect(event).toMatchObject({
      id: 'line 7',
      marketplace: 'store',
      source,
      type: 'product.purchased',
      receivedAt: AT,
      customer: { email: 'ada@example.com' },
      orderId: '7',
      body: JSON.stringify(value),
      items: [{ productId: '350399', fingerprint: null }],
    })
    expect(event.happenedAt).toBe(format === FORMATS.standard ? Date.parse('2025-01-02T03:04:05Z') : AT)
  })

  test('says the same of the value and of its text', async () => {
    expect(await understandValue(format, value, context)).toEqual(
      await understand(format, JSON.stringify(value), context),
    )
  })

  test('names what a plain value lacks', async () => {
    const { event, refusal } = await understandValue(format, { ...value, type: undefined }, context)
    expect(refusal).toMatchObject({ status: 422, field: 'type' })
    expect(event).toMatchObject({ type: null, source, customer: { email: 'ada@example.com' } })
    expect(await understandValue(format, undefined, context)).toMatchObject({ refusal: { status: 422, field: null } })
  })

  test('leaves repeats to the journal where a value has no id of its own', async () => {
    const { event } = await understandValue(format, value, { ...context, identity: () => null })
    expect(event.id).toMatch(/^evt_/)
    expect(event.items[0]?.fingerprint?.kind).toBe('line')
  })
})
