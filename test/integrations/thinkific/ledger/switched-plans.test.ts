/** Ends of a later plan that reach an earlier one under the same subscription. */
import { describe, expect, test } from 'vitest'
import { newCustomer } from '../../../../src/integrations/thinkific/ledger/customer'
import { derive } from '../../../../src/integrations/thinkific/ledger/derive'
import type { Act, LedgerEvent } from '../../../../src/integrations/thinkific/ledger/ledger-event'

const DAY_MS = 86_400_000
/** Thirty days from the second, to the day's last second. */
const END_OF_DAY_32 = 33 * DAY_MS - 1_000
const COURSE = { kind: 'course', id: '101', name: 'Course' } as const

function event(different: Partial<LedgerEvent>): LedgerEvent {
  const names = {
    marketplace: 'm1',
    product: 'gold',
    productName: null,
    orders: [],
    subscriptions: ['s1'],
    payments: [],
  }
  return { event: 'e1', type: 'product.purchased', at: 0, periodEnd: null, acts: [], ...names, ...different }
}

const ENROLL_FOR_DAYS: Act = {
  firing: 'f1',
  trigger: 'product.purchased',
  does: 'create',
  target: COURSE,
  lasts: { days: 30 },
  starts: null,
  end: { when: 'at_once' },
  giveBack: true,
  everyProduct: false,
  by: 'rule',
}

describe('A plan known only by the end of a later one', () => {
  const carried = event({ event: 'end', type: 'subscription.canceled', product: 'silver', carried: true, at: DAY_MS })

  test('is a purchase of its marketplace and product, and leaves the days of others as they are', () => {
    const sale = event({ event: 'sale', orders: ['o2'], subscriptions: [], at: 2 * DAY_MS, acts: [ENROLL_FOR_DAYS] })
    const { customer } = derive({ ...newCustomer('ada@example.com'), history: [carried, sale] })
    expect(customer.purchases).toMatchObject([
      { marketplace: 'm1', product: 'silver', claims: {} },
      { marketplace: 'm1', product: 'gold', claims: { 'course:101': { create: { until: END_OF_DAY_32 } } } },
    ])
  })
})
