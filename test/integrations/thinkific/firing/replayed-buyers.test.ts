/** Buyers whom an import, a replay or "Enroll earlier buyers" let in: what had ended by then stays ended, and later only rules end. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, CELLO, DUO, HOUR, PIANO, START, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const club = { order: 'o1', subscription: 's1' }
const canceled = { trigger: 'subscription.canceled', ...club } as const

describe.each(['import', 'replay'] as const)('A buyer let in by an %s', (origin) => {
  test('stays in through an end that no rule acts on', async () => {
    const shop = await academy()
    await shop.receive({ ...club, origin })
    vi.setSystemTime(START + 48 * HOUR)
    await shop.note({ ...canceled, at: 48 })
    expect(shop.has(PIANO)).toBe('open')
    await shop.note({ ...club, event: 'refund', trigger: 'product.refunded', at: 48 })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('keeps a bundle, though a rule ends another course', async () => {
    const shop = await academy()
    await shop.receive({ ...club, target: DUO, origin })
    vi.setSystemTime(START + 48 * HOUR)
    await shop.receive({ ...canceled, does: 'expire', target: CELLO, at: 48 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
  })

  test('stays out where the purchase had ended before, in any order of arrival', async () => {
    for (const first of ['the end', 'the replay']) {
      const shop = await academy()
      await shop.note({ ...club, event: 'sale' })
      const end = () => shop.note({ ...canceled, event: 'end', at: 24 })
      if (first === 'the end') {
        await end()
      }
      vi.setSystemTime(START + 48 * HOUR)
      await shop.receive({ ...club, event: 'sale', origin, n: 7 })
      if (first === 'the replay') {
        await end()
      }
      expect(shop.has(PIANO)).toBe('closed')
      vi.useRealTimers()
    }
  })

  test('is let out by a rule on a later end', async () => {
    const shop = await academy()
    await shop.receive({ ...club, origin })
    vi.setSystemTime(START + 48 * HOUR)
    await shop.receive({ ...canceled, does: 'expire', at: 48 })
    expect(shop.has(PIANO)).toBe('closed')
  })
})
