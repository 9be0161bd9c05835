import { describe, expect, test } from 'vitest'
import { identifyPurchases } from '../../../../src/integrations/thinkific/ledger/identity'
import type { LedgerEvent } from '../../../../src/integrations/thinkific/ledger/ledger-event'

const HOUR = 3_600_000

function event(type: LedgerEvent['type'], hour: number, more: Partial<LedgerEvent> = {}): LedgerEvent {
  return {
    event: `e${hour}`,
    marketplace: 'm1',
    product: 'p1',
    productName: null,
    type,
    at: hour * HOUR,
    orders: [],
    subscriptions: ['s1'],
    payments: [],
    periodEnd: null,
    acts: [],
    ...more,
  }
}

describe('Whose events are one purchase', () => {
  test('an event that joined a purchase with other customers’ events known belongs to it, though its sale comes later', () => {
    const sale = { ...event('product.purchased', 5), subscriptions: [] }
    const early = event('subscription.charged', 1, { joined: { event: sale.event, subscription: null } })
    const { purchases, unclear } = identifyPurchases([early, sale])
    expect([purchases.map(({ events }) => events), unclear]).toEqual([[[early, sale]], []])
  })
})
