/** An event under another email, written down before the purchase it names is known: its entry says what became of it. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Academy, academy, HOUR, PIANO, START } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const OTHER = { email: 'ann2@example.com', order: null, subscription: 's1', event: 'other' } as const

/** Ann's sale, dated at the start, arrives 49 hours later. */
async function sell(shop: Academy) {
  vi.setSystemTime(START + 49 * HOUR)
  const sale = await shop.job({ email: 'ann@example.com', order: 'o1', subscription: 's1', event: 'sale' })
  return shop.settled({ ...sale, receivedAt: START + 49 * HOUR })
}

describe('An event that turns out to be about another customer’s purchase', () => {
  test('that ends it says so in its entry, and the sale’s entry does not say that access is open', async () => {
    const shop = await academy()
    await shop.receive({ ...OTHER, trigger: 'subscription.canceled', does: 'expire', at: 48 })
    expect((await sell(shop)).amendments).toEqual([
      {
        firing: 'other~0',
        outcome: 'expired',
        sentence: expect.stringMatching(/another customer’s purchase, and it was carried out for them\.$/),
      },
      {
        firing: 'sale~0',
        outcome: 'superseded',
        sentence: expect.stringMatching(/^Access opened and closed again at once/),
      },
    ])
    expect(shop.has(PIANO, 'ann@example.com')).toBe('closed')
  })

  test('that had opened access for its own email says that it has ended', async () => {
    const shop = await academy()
    await shop.receive({ ...OTHER, trigger: 'subscription.charged', at: 48 })
    expect(shop.has(PIANO, 'ann2@example.com')).toBe('open')
    const settling = await sell(shop)
    expect(settling).toMatchObject({ outcome: 'enrolled' })
    expect(settling.amendments).toEqual([
      {
        firing: 'other~0',
        outcome: 'enrolled',
        sentence: expect.stringMatching(/so it counts for them, and what it had opened here has ended\.$/),
      },
    ])
    expect([shop.has(PIANO, 'ann@example.com'), shop.has(PIANO, 'ann2@example.com')]).toEqual(['open', 'closed'])
  })

  test('and comes home once its own customer’s sale is known says that too', async () => {
    const shop = await academy()
    await shop.receive({ email: 'ann@example.com', order: 'o1', subscription: 's1' })
    await shop.receive({ ...OTHER, trigger: 'subscription.canceled', does: 'expire', at: 48 })
    expect(shop.has(PIANO, 'ann@example.com')).toBe('closed')
    const own = { email: OTHER.email, order: 'o2', subscription: 's1', at: 24 }
    const settling = await shop.receive({ ...own, event: 'own' })
    expect(settling.amendments).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ firing: 'other~0', sentence: expect.stringMatching(/no other customer’s purchase/) }),
        expect.objectContaining({ firing: 'own~0', outcome: 'superseded' }),
      ]),
    )
    expect(shop.has(PIANO, 'ann@example.com')).toBe('open')
  })
})
