/** What a create gives, and until when. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, DAY, DUO, endOfDay, PIANO, START, VIOLIN } from '../academy'
import { chargeNews, refundNews } from './news'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a create', () => {
  test('gives access with its end, and every payment extends it', async () => {
    const shop = await academy()
    const month = { options: { accessDays: 30 }, subscription: 's1' }
    await shop.receive(month)
    expect(shop.has(PIANO)).toBe(endOfDay(30))
    expect(await shop.outcome({ ...chargeNews, ...month, at: 24 })).toBe('renewed')
    expect(shop.has(PIANO)).toBe(endOfDay(31))
  })

  test('never shortens what another grant gives', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.calls()
    expect(await shop.outcome({ order: 'o2', options: { accessDays: 30 } })).toBe('already enrolled')
    expect(shop.calls()).toEqual([])
    expect(shop.has(PIANO)).toBe('open')
  })

  test.each(['import', 'replay'] as const)(
    'by %s of a payment never shortens what an earlier one gives',
    async (origin) => {
      const shop = await academy()
      const quarter = { options: { accessDays: 90 } }
      await shop.receive(quarter)
      await shop.receive({ ...quarter, order: 'o2', subscription: 's2', at: 24 })
      expect(shop.has(PIANO)).toBe(endOfDay(180))
      const again = { ...chargeNews, ...quarter, order: 'o2', subscription: 's2', at: 48, origin }
      expect(await shop.outcome(again)).toBe('already enrolled')
      expect(shop.has(PIANO)).toBe(endOfDay(180))
    },
  )

  test('of a course that an active bundle grants changes nothing', async () => {
    const shop = await academy()
    await shop.receive({ target: DUO, order: 'o1' })
    expect(await shop.outcome({ target: PIANO, order: 'o2', product: 'piano' })).toBe('already enrolled')
    expect(await shop.outcome({ ...refundNews, target: DUO, order: 'o1', at: 1 })).toBe('expired')
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'closed'])
  })

  test('of a bundle with an end leaves a course of it that lasts longer', async () => {
    const shop = await academy()
    await shop.receive({ target: PIANO, order: 'o1', product: 'piano' })
    await shop.receive({ target: DUO, order: 'o2', options: { accessDays: 30 }, at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', endOfDay(30)])
  })

  test('whose end is over before it comes opens nothing', async () => {
    const shop = await academy()
    vi.setSystemTime(START + 40 * DAY)
    expect(await shop.outcome({ options: { accessDays: 30 } })).toBe('no change')
    expect(shop.calls()).toEqual([])
  })

  test('that lapsed keeps no customer enrolled', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1', options: { accessDays: 10 } })
    await shop.receive({ order: 'o2', at: 1 })
    vi.setSystemTime(START + 20 * DAY)
    expect(await shop.outcome({ ...refundNews, order: 'o2', at: 20 * 24 })).toBe('expired')
  })
})

describe('A create', () => {
  test('names that are missing get something visible, never a blank', async () => {
    const shop = await academy()
    await shop.receive({ firstName: ' ', lastName: null })
    expect(shop.simulator.calls[0]?.body).toMatchObject({
      first_name: 'ada',
      last_name: '-',
      send_welcome_email: false,
    })
  })
})
