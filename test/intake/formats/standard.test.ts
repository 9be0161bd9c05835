import { describe, expect, test } from 'vitest'
import { standard } from '../../../src/intake/formats/standard'
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

  test.each(['yesterday', '2026-11-20', '1763633700', '', null, 1763633700])('%s is none', async (timestamp) => {
    expect(await understandPost(standard, { ...charged, timestamp })).toMatchObject({
      event: { type: null },
      refusal: { status: 422, field: 'timestamp' },
    })
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
    ['timestamp', { ...charged, timestamp: undefined }],
    ['data', { type: charged.type, timestamp: charged.timestamp }],
    ['data.customer', { ...charged, data: { ...data, customer: null } }],
    ['data.customer.email', { ...charged, data: { ...data, customer: { first_name: 'Ada' } } }],
    ['data.items', { ...charged, data: { ...data, items: [] } }],
    ['data.items[0].product_id', { ...charged, data: { ...data, items: [{ product_name: 'Club' }] } }],
  ])('%s', async (field, body) => {
    const { event, refusal } = await understandPost(standard, body)
    expect(refusal).toMatchObject({ status: 422, field, detail: expect.stringMatching(/ is (missing|empty)/) })
    expect(event).toMatchObject({ type: null, problem: expect.stringContaining(field), items: [] })
  })
})

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

test('an unknown type is answered with the words this sender may use', async () => {
  const { event, refusal } = await understandPost(standard, { ...purchased, type: 'Subscription Charged' })
  expect([event.type, refusal]).toEqual([null, null])
  expect(event.problem).toContain('subscription.charged')
  expect(event.problem?.match(/Subscription Charged/g)).toHaveLength(1)
})
