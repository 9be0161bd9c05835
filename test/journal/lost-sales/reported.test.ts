import { describe, expect, test } from 'vitest'
import type { SaleClue } from '../../../src/journal/lost-sales/lost-sale'
import { isKnownByFacts, isReported, listFacts } from '../../../src/journal/lost-sales/reported'
import type { MarketEvent } from '../../../src/model/event'
import { AT, about, sampleEvent, sampleItem } from '../samples'

const DAY_MS = 86_400_000

const PAID: SaleClue = {
  id: 'paid 1',
  kind: 'paid',
  productId: 'p1',
  productName: 'Club',
  orderId: 'o1',
  subscriptionId: null,
  paymentId: 'ch_1',
  cents: 9_700,
  currency: 'USD',
  happenedAt: AT,
  dated: true,
  periodEnd: null,
}
const REFUNDED: SaleClue = { ...PAID, id: 'refunded 1', kind: 'refunded' }
const CANCELED: SaleClue = { ...PAID, id: 'canceled s1', kind: 'canceled', subscriptionId: 's1', paymentId: null }
const COMPLETED: SaleClue = { ...CANCELED, id: 'completed s1', kind: 'completed' }
const PAUSED: SaleClue = { ...CANCELED, id: 'paused s1', kind: 'paused' }
const CHARGED: SaleClue = { ...PAID, id: 'charged 1', kind: 'charged', subscriptionId: 's1', paymentId: 'ch_2' }

const stop = (at: number, type: MarketEvent['type'] = 'subscription.canceled') =>
  about('s1', { type, orderId: 'o1', happenedAt: at })
const ofSubscription = (type: MarketEvent['type'], at: number, payments: string[] = []) =>
  sampleEvent({
    type,
    happenedAt: at,
    items: [sampleItem('p1', { payments, subscription: { id: 's1', failedAttempts: null, periodEnd: null } })],
  })

interface Case {
  says: string
  clue: SaleClue
  events: MarketEvent[]
  reported: boolean
  /** The facts alone cannot tell, and its customer is asked for. */
  asked?: true
}

const CASES: Case[] = [
  { says: 'a purchase of the order’s product', clue: PAID, events: [sampleEvent()], reported: true },
  { says: 'nothing', clue: PAID, events: [], reported: false },
  {
    says: 'another product of the order',
    clue: PAID,
    events: [sampleEvent({ items: [sampleItem('p2')] })],
    reported: false,
  },
  { says: 'another order of the product', clue: PAID, events: [sampleEvent({ orderId: 'o2' })], reported: false },
  {
    says: 'a purchase without an order',
    clue: PAID,
    events: [sampleEvent({ orderId: null })],
    reported: true,
    asked: true,
  },
  {
    says: 'only the refund of the order',
    clue: PAID,
    events: [sampleEvent({ type: 'product.refunded' })],
    reported: false,
  },
  {
    says: 'a refund of the order',
    clue: REFUNDED,
    events: [sampleEvent({ type: 'product.refunded' })],
    reported: true,
  },
  {
    says: 'a dispute of the order',
    clue: REFUNDED,
    events: [sampleEvent({ type: 'product.disputed' })],
    reported: true,
  },
  {
    says: 'a partial refund where all was paid back',
    clue: REFUNDED,
    events: [sampleEvent({ type: 'product.partially_refunded' })],
    reported: false,
  },
  {
    says: 'a full refund where a part was paid back',
    clue: { ...REFUNDED, kind: 'partially refunded' },
    events: [sampleEvent({ type: 'product.refunded' })],
    reported: true,
  },
  {
    says: 'the refund of another month of the subscription',
    clue: { ...REFUNDED, subscriptionId: 's1', paymentId: 'ch_2' },
    events: [ofSubscription('product.refunded', AT - 30 * DAY_MS, ['ch_1'])],
    reported: false,
  },
  {
    says: 'the refund of that payment, long after',
    clue: { ...REFUNDED, subscriptionId: 's1', paymentId: 'ch_2' },
    events: [ofSubscription('product.refunded', AT + 9 * DAY_MS, ['ch_2'])],
    reported: true,
  },
  { says: 'that it was canceled', clue: CANCELED, events: [stop(AT + DAY_MS)], reported: true },
  {
    says: 'that it fell behind days before',
    clue: CANCELED,
    events: [stop(AT - 9 * DAY_MS, 'subscription.delinquent')],
    reported: true,
  },
  {
    says: 'that another was canceled',
    clue: CANCELED,
    events: [about('s2', { type: 'subscription.canceled' })],
    reported: false,
  },
  {
    says: 'that it was canceled and went on before',
    clue: CANCELED,
    events: [stop(AT - 20 * DAY_MS), stop(AT - 19 * DAY_MS, 'subscription.restarted')],
    reported: false,
  },
  {
    says: 'that it was canceled, went on and was canceled again',
    clue: CANCELED,
    events: [stop(AT - 20 * DAY_MS), stop(AT - 19 * DAY_MS, 'subscription.restarted'), stop(AT)],
    reported: true,
    asked: true,
  },
  {
    says: 'that payment',
    clue: CHARGED,
    events: [ofSubscription('subscription.charged', AT + 20 * DAY_MS, ['ch_2'])],
    reported: true,
  },
  {
    says: 'a payment of these days',
    clue: CHARGED,
    events: [ofSubscription('subscription.recovered', AT + DAY_MS)],
    reported: true,
  },
  {
    says: 'the payment of the month before',
    clue: CHARGED,
    events: [ofSubscription('subscription.charged', AT - 30 * DAY_MS)],
    reported: false,
  },
  { says: 'its completion', clue: COMPLETED, events: [ofSubscription('subscription.completed', AT)], reported: true },
  {
    says: 'its last payment alone',
    clue: COMPLETED,
    events: [ofSubscription('subscription.charged', AT)],
    reported: false,
  },
  {
    says: 'the completion that was a payment too',
    clue: CHARGED,
    events: [ofSubscription('subscription.completed', AT, ['ch_2'])],
    reported: true,
  },
  { says: 'a pause', clue: PAUSED, events: [stop(AT, 'subscription.paused')], reported: true },
  {
    says: 'a pause that ended long before',
    clue: PAUSED,
    events: [stop(AT - 40 * DAY_MS, 'subscription.paused'), stop(AT - 20 * DAY_MS, 'subscription.resumed')],
    reported: false,
  },
]

describe('What the store’s books say', () => {
  for (const { says, clue, events, reported, asked } of CASES) {
    test(`${clue.kind}: ${reported ? 'was reported by' : 'was not reported by'} ${says}`, () => {
      expect(isReported(clue, events)).toBe(reported)
      const facts = new Set(events.flatMap(listFacts))
      expect(isKnownByFacts(clue, facts)).toBe(reported && asked === undefined)
    })
  }

  test('is never known by facts where the customer’s events do not report it', () => {
    const events = CASES.flatMap((one) => one.events)
    const types: MarketEvent['type'][] = ['product.purchased', 'product.refunded', 'subscription.canceled', null]
    for (const event of events) {
      for (const clue of [PAID, REFUNDED, CANCELED, CHARGED]) {
        for (const type of types) {
          const one = { ...event, type }
          if (isKnownByFacts(clue, new Set(listFacts(one)))) {
            expect(isReported(clue, [one]), JSON.stringify([clue.kind, one])).toBe(true)
          }
        }
      }
    }
  })
})
