/** One person under two emails: what an event, or Thinkific itself, says is one. */
import { afterEach, expect, test, vi } from 'vitest'
import { academy, CELLO, PIANO } from './academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const charged = { trigger: 'subscription.charged' } as const
const adda = 'adda@example.com'

test('a purchase that an event joins to another email’s does not bring back what was removed', async () => {
  const shop = await academy()
  await shop.tell({ ...charged, email: adda, order: null, subscription: 's1' })
  await shop.tell({ email: adda, order: 'o9', product: 'full', does: 'expire', at: 1 })
  expect(shop.has(PIANO, adda)).toBe('closed')
  await shop.tell({ order: 'o1', target: CELLO, at: 2 })
  await shop.tell({ ...charged, order: 'o1', subscription: 's1', target: CELLO, at: 3 })
  expect([shop.has(PIANO), shop.has(PIANO, adda), shop.has(CELLO)]).toEqual(['closed', 'closed', 'open'])
})
