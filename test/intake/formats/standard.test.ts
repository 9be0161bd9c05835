import { describe, expect, test } from 'vitest'
import { buildPurchase } from '../../../src/dispatch/build-job'
import { standard } from '../../../src/intake/formats/standard'
import type { EventItem } from '../../../src/model/event'
import purchased from '../../fixtures/standard/product.purchased.json'
import charged from '../../fixtures/standard/subscription.charged.json'
import { ARRIVAL, toEvent, understandPost } from '../understanding'

const { data } = charged

describe('times', () => {
  test.each([
    ['an old one is honored', '1999-01-01T00:00:00Z', Date.parse('1999-01-01T00:00:00Z')],
    ['one in the future counts as the arrival', '2099-01-01T00:00:00Z', ARRIVAL],
    ['without a zone it is UTC', '2026-03-08 00:18:35', Date.parse('2026-03-08T00:18:35Z')],
    ['an offset counts', '2026-11-20T12:15:00+02:00', Date.parse('2026-11-20T10:15:00Z')],
  ])('%s', async (_, timestamp, happenedAt) => {
    expect(await toEvent(standard, { ...charged, timestamp })).toMatchObject({ happenedAt, receivedAt: ARRIVAL })
  })

  test.each([
    ['a date', '2026-11-20', Date.parse('2026-11-20T00:00:00Z')],
    ['epoch seconds as a text', '1763633700', 1_763_633_700_000],
    ['epoch seconds', 1763633700, 1_763_633_700_000],
    ['epoch milliseconds', 1763633700123, 1_763_633_700_123],
    ['as mail writes it', 'Fri, 20 Nov 2026 12:15:00 +0200', Date.parse('2026-11-20T10:15:00Z')],
    ['with an hour’s offset alone', '2026-11-20T12:15:00+02', Date.parse('2026-11-20T10:15:00Z')],
    ['null, which is none', null, ARRIVAL],
  ])('%s', async (_, timestamp, happenedAt) => {
    const event = await toEvent(standard, { ...charged, timestamp })
    expect([event.happenedAt, event.ignored]).toEqual([happenedAt, undefined])
  })

  test.each(['yesterday', '', '11/20/2026', 0, 4, '0001-01-01T00:00:00Z', '1970-01-01', {}, [1763633700], false])(
    '%j is none: it happened when it arrived, and the entry says so',
    async (timestamp) => {
      expect(await toEvent(standard, { ...charged, timestamp })).toMatchObject({
        happenedAt: ARRIVAL,
        ignored: [expect.stringMatching(/^timestamp, (not a date|blank)$/)],
      })
    },
  )

  test('a signed post without one happened when it was signed', async () => {
    const { timestamp: _, ...timeless } = charged
    const signed = await understandPost(standard, timeless, { 'webhook-id': 'm1' }, ARRIVAL - 90_000)
    expect(signed.event.happenedAt).toBe(ARRIVAL - 90_000)
  })

  test('the day a period ends is that date wherever the marketplace is', async () => {
    const subscription = { id: 'S', period_end: '2026-12-20' }
    const event = await toEvent(standard, { ...charged, data: { ...data, subscription } })
    const [item] = event.items as [EventItem]
    for (const timeZone of [
      'Pacific/Pago_Pago',
      'America/New_York',
      'UTC',
      'Europe/Berlin',
      'Pacific/Auckland',
      'Pacific/Kiritimati',
    ]) {
      const end = buildPurchase(event, item, timeZone).subscription?.periodEnd ?? 0
      expect(new Intl.DateTimeFormat('en-CA', { timeZone }).format(end)).toBe('2026-12-20')
    }
    expect(buildPurchase(event, item, 'Pacific/Auckland').subscription).not.toHaveProperty('isDay')
  })

  test('a period that ends at a moment ends then, also at noon', async () => {
    const ends = '2026-12-20T12:00:00Z'
    const subscription = { id: '', period_end: ends }
    const event = await toEvent(standard, { ...charged, data: { ...data, subscription } })
    const [item] = event.items as [EventItem]
    expect(buildPurchase(event, item, 'Pacific/Auckland').periodEnd).toBe(Date.parse(ends))
    const alone = await toEvent(standard, { ...charged, data: { ...data, subscription: { period_end: '2026-12-20' } } })
    const [nameless] = alone.items as [EventItem]
    expect(buildPurchase(alone, nameless, 'Pacific/Auckland').periodEnd).toBe(Date.parse('2026-12-19T23:00:00Z'))
  })
})

describe('subscriptions', () => {
  test("an item's own comes before the event's", async () => {
    const items = [{ product_id: 1 }, { product_id: '2', subscription: { id: 9, failed_attempts: '4' } }]
    const event = await toEvent(standard, { ...charged, data: { ...data, items } })
    expect(event.items.map((item) => item.subscription)).toEqual([
      { id: '551122', failedAttempts: 0, periodEnd: Date.parse('2026-12-20T10:15:00Z') },
      { id: '9', failedAttempts: 4, periodEnd: null },
    ])
  })

  test('one without an id is none', async () => {
    const event = await toEvent(standard, { ...purchased, data: { ...purchased.data, subscription: { id: null } } })
    expect(event.items[0]?.subscription).toBeNull()
  })
})

describe('what is missing is named', () => {
  test.each([
    ['type', { ...charged, type: undefined }],
    ['data', { type: charged.type, timestamp: charged.timestamp }],
    ['data.customer', { ...charged, data: { ...data, customer: null } }],
    ['data.customer.email', { ...charged, data: { ...data, customer: { first_name: 'Ada' } } }],
    ['data.items', { ...charged, data: { ...data, items: [] } }],
    ['data.items[0].product_id', { ...charged, data: { ...data, items: [{ product_name: 'Club' }] } }],
  ])('%s', async (field, body) => {
    const { event, refusal } = await understandPost(standard, body)
    expect(refusal).toMatchObject({ status: 422, field, detail: expect.stringMatching(/ is (missing|empty)/) })
    expect(event).toMatchObject({ type: null, problem: expect.stringContaining(field) })
  })
})

describe('The standard format', () => {
  test('every role fires alike, and one we do not know is primary', async () => {
    const items = ['upsell', 'order_bump', 'payment_option', 'gift'].map((role) => ({ product_id: role, role }))
    const event = await toEvent(standard, { ...purchased, data: { ...purchased.data, items } })
    expect(event.items.map((item) => item.role)).toEqual(['upsell', 'order_bump', 'payment_option', 'primary'])
  })

  test('an unsigned webhook-id proves nothing: the key proves the post, its own id names it', async () => {
    const { event } = await understandPost(standard, { ...charged, id: 'mine' }, { 'idempotency-key': '' })
    expect(event.id).toBe('mine')
    expect(event.items[0]?.fingerprint).toBeNull()
  })

  test('an unknown type is answered with where the types are listed', async () => {
    const { event, refusal } = await understandPost(standard, { ...purchased, type: 'cart.abandoned' })
    expect([event.type, refusal]).toEqual([null, null])
    expect(event.problem).toContain('The API reference lists every type.')
  })

  test('a screen’s words filled in by hand are understood', async () => {
    for (const type of ['Subscription Charged', 'SUBSCRIPTION_CHARGED', 'subscription charged']) {
      expect((await toEvent(standard, { ...charged, type })).type).toBe('subscription.charged')
    }
  })
})
