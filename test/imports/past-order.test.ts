import { describe, expect, test } from 'vitest'
import { type PastOrder, pastEventId, toPastEvent } from '../../src/imports/past-order'
import { sourceOf } from '../../src/model/event'

const NOW = Date.UTC(2026, 10, 30)
const AT = Date.UTC(2026, 4, 3, 10, 15)

const ORDER: PastOrder = {
  type: 'product.purchased',
  customer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron', id: null },
  orderId: '19026152',
  product: { id: '440369', name: 'Club' },
  subscriptionId: '551122',
  periodEnd: null,
  paymentId: 'ch_9Qa',
  amount: '29.00',
  happenedAt: AT,
  dated: true,
  test: null,
}

const context = { marketplace: 'shop', format: 'csv', now: NOW }

describe('a past order', () => {
  test('becomes an event of its own date, whose source is an import', () => {
    const event = toPastEvent(ORDER, context)
    expect(sourceOf(event)).toEqual({ kind: 'import', format: 'csv' })
    expect(event).toMatchObject({
      type: 'product.purchased',
      happenedAt: AT,
      receivedAt: NOW,
      orderId: '19026152',
      items: [{ productId: '440369', subscription: { id: '551122' }, payments: ['ch_9Qa'] }],
    })
  })

  test('is the same event whichever format brings it and whenever', () => {
    const again = toPastEvent({ ...ORDER, amount: null }, { ...context, format: 'samcart-api', now: NOW + 1 })
    expect(again.id).toBe(toPastEvent(ORDER, context).id)
  })

  test('is another event where the customer, the product, the order or the date differs', () => {
    const ids = [
      ORDER,
      { ...ORDER, customer: { ...ORDER.customer, email: 'eve@example.com' } },
      { ...ORDER, product: { id: '1', name: null } },
      { ...ORDER, orderId: '2' },
      { ...ORDER, happenedAt: AT + 1 },
      { ...ORDER, type: 'product.refunded' as const },
    ].map(pastEventId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('without a date happened when it was read, and is the same event at the next reading', () => {
    const undated = { ...ORDER, dated: false, happenedAt: NOW }
    expect(pastEventId({ ...undated, happenedAt: NOW + 1 })).toBe(pastEventId(undated))
  })

  test('never happened later than it was taken in', () => {
    expect(toPastEvent({ ...ORDER, happenedAt: NOW + 1 }, context).happenedAt).toBe(NOW)
  })
})
