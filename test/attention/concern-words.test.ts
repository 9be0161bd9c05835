import { describe, expect, test } from 'vitest'
import { describeConcern, titleConcerns } from '../../src/attention/concern-words'
import type { Concern } from '../../src/model/concern'

const MAY_3 = Date.UTC(2026, 4, 3)
const CONCERN: Concern = {
  id: '1',
  cause: 'paid without access',
  email: 'ada@example.com',
  productId: 'gold',
  productName: 'Gold',
  orderId: '1903',
  subscriptionId: 's1',
  target: { kind: 'course', id: '7', name: 'Course Seven' },
  event: { type: 'subscription.charged', at: MAY_3, productId: 'gold', productName: 'Gold' },
  since: MAY_3,
  until: null,
}
const day = (at: number) => (at === MAY_3 ? 'May 3' : 'June 1')
const say = (changed: Partial<Concern>) => describeConcern({ ...CONCERN, ...changed }, day)

describe('a concern in words', () => {
  test('says what was paid, and what is missing', () => {
    expect(say({})).toBe('Paid for Gold (order 1903) on May 3 and has no access to Course Seven.')
  })

  test('says how the money went back, and until when access stays', () => {
    const event = { ...CONCERN.event, type: 'product.refunded' as const }
    expect(say({ cause: 'access without payment', event, orderId: null, until: 1 })).toBe(
      'Got a refund for Gold (subscription s1) on May 3 and still has access to Course Seven until June 1.',
    )
    const disputed = { ...event, type: 'product.disputed' as const }
    expect(say({ cause: 'access without payment', event: disputed, productName: null })).toBe(
      'Disputed the payment for product gold (order 1903) on May 3 and still has access to Course Seven.',
    )
  })

  test('names both plans', () => {
    const event = { ...CONCERN.event, productId: 'silver', productName: 'Silver' }
    expect(say({ cause: 'plan left behind', event })).toBe(
      'Moved from Gold to Silver on May 3 and still has Gold: Course Seven.',
    )
  })

  test('counts customers in its title', () => {
    expect(titleConcerns({ cause: 'access without payment', customers: 1 })).toBe(
      'One customer still has access after a refund or dispute',
    )
    expect(titleConcerns({ cause: 'paid without access', customers: 3 })).toBe('3 customers paid and have no access')
  })
})
