import { describe, expect, test } from 'vitest'
import type { CustomerHistory, HistoryEvent } from '../../../src/journal/queries'
import type { Trigger } from '../../../src/model/trigger'
import { makeSample, NEW_PURCHASE } from '../../../src/web/rules/sample'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 20)

function event(day: number, more: Partial<HistoryEvent> & { subscription?: string | null } = {}): HistoryEvent {
  const { subscription = null, ...own } = more
  return {
    event: `e${day}`,
    type: 'product.purchased',
    typeWord: '',
    happenedAt: NOW - (30 - day) * DAY_MS,
    receivedAt: NOW,
    orderId: `order ${day}`,
    products: [{ id: 'club', name: 'Club', subscriptionId: subscription }],
    test: false,
    reports: 'facts',
    repeats: 0,
    entries: [],
    asked: [],
    ...own,
  }
}

function sample(trigger: Trigger, events: HistoryEvent[], purchase = '') {
  const history: CustomerHistory = { email: 'ada@example.com', customer: null, erased: false, events, notes: [] }
  const asked = {
    marketplace: 'm1',
    trigger,
    email: 'ada@example.com',
    product: { id: 'club', name: 'Club' },
    purchase,
  }
  const { event: made, purchases, ...rest } = makeSample(asked, history, NOW)
  return { order: made.orderId, subscription: made.items[0]?.subscription?.id ?? null, made, purchases, ...rest }
}

describe('The event that Try it makes up', () => {
  test('is about the latest purchase, a purchase about a new one', () => {
    const events = [event(9, { subscription: 's9' }), event(2)]
    expect(sample('subscription.canceled', events)).toMatchObject({ order: 'order 9', subscription: 's9' })
    expect(sample('product.purchased', events)).toMatchObject({ purchase: NEW_PURCHASE, order: 'example' })
  })

  test('is about the purchase that was chosen, or about a new one', () => {
    const events = [event(9, { subscription: 's9' }), event(2)]
    const older = JSON.stringify(['order 2', null])
    expect(sample('product.refunded', events, older)).toMatchObject({ order: 'order 2', purchase: older })
    expect(sample('product.refunded', events, NEW_PURCHASE)).toMatchObject({ order: 'example', subscription: null })
  })

  test('another customer’s purchase, or one of another product, is none to choose', () => {
    const other = event(4, { products: [{ id: 'book', name: 'Book', subscriptionId: null }] })
    expect(sample('product.refunded', [other], JSON.stringify(['order 4', null])).order).toBe('example')
    expect(sample('product.refunded', [event(3, { test: true })]).purchases).toEqual([])
  })

  test('of two purchases in the same second, the one received last is the latest', () => {
    const [first, last] = [event(9, { orderId: 'E1' }), event(9, { orderId: 'E2' })]
    expect(sample('product.refunded', [last, first]).order).toBe('E2')
  })

  test('a refund is of the newest payment, which may have an order of its own', () => {
    const charge = event(12, { type: 'subscription.charged', orderId: 'order 12', subscription: 's2' })
    const history = [event(13, { type: 'subscription.charge_failed', subscription: 's2' }), charge]
    const refund = event(14, { type: 'product.refunded', orderId: 'order 12' })
    const events = [refund, ...history, event(2, { subscription: 's2' })]
    expect(sample('product.refunded', events)).toMatchObject({ order: 'order 12', subscription: 's2' })
    expect(sample('product.refunded', events).purchases).toHaveLength(1)
    expect(sample('subscription.canceled', events)).toMatchObject({ order: 'order 2', subscription: 's2' })
  })

  test('ids that events name together are one purchase’s', () => {
    const charge = event(12, { type: 'subscription.charged', orderId: null, subscription: 's2' })
    const { purchases } = sample('subscription.canceled', [charge, event(2, { subscription: 's2' })])
    expect(purchases).toMatchObject([{ orderId: 'order 2', subscriptionId: 's2' }])
  })

  test('reports what happened as the purchase’s own sender does', () => {
    const stated = event(9, { reports: 'triggers' })
    expect(sample('product.refunded', [stated]).made).toMatchObject({ reports: 'triggers', test: false })
  })
})
