/** Whose purchase is it? One product of one order or subscription, known by any of its ids. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, CELLO, DAY, endOfDay, PIANO, START, VIOLIN } from '../academy'
import { cancelNews, chargeNews, refundNews } from './news'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a purchase', () => {
  test('is known by either of its ids once an event named both', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1', subscription: 's1' })
    expect(await shop.outcome({ ...cancelNews, order: null, subscription: 's1', at: 1 })).toBe('expired')
    expect(await shop.outcome({ trigger: 'subscription.restarted', order: 'o1', at: 2 })).toBe('renewed')
  })

  test('joins a lone subscription to the only order of that product, whichever comes first', async () => {
    const one = await academy()
    await one.receive({ order: 'o1' })
    expect(await one.outcome({ ...cancelNews, order: null, subscription: 's1', at: 1 })).toBe('expired')
    const other = await academy()
    expect(await other.outcome({ ...cancelNews, order: null, subscription: 's1', at: 1 })).toBe('no such customer')
    expect(await other.outcome({ order: 'o1' })).toBe('superseded')
    expect(other.has(PIANO)).toBe('closed')
  })

  test('reported under two emails belongs to the order’s, and what it opened for the other ends', async () => {
    const shop = await academy()
    const ben = 'ben@example.com'
    await shop.receive({ order: 'o1' })
    await shop.receive({ ...chargeNews, email: ben, order: null, subscription: 's1', at: 1 })
    expect(shop.has(PIANO, ben)).toBe('open')
    const job = await shop.job({ ...chargeNews, order: 'o1', subscription: 's1', at: 2 })
    shop.simulator.faults.add({ kind: 'connection lost' })
    expect(await shop.settle([job])).toMatchObject([{ final: false }])
    shop.evict()
    expect(await shop.settled(job)).toMatchObject({ outcome: 'already enrolled' })
    expect([shop.has(PIANO), shop.has(PIANO, ben)]).toEqual(['open', 'closed'])
    expect(await shop.outcome({ ...cancelNews, email: ben, order: null, subscription: 's1', at: 3 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('only noted under one email belongs to the customer it opens something for', async () => {
    const shop = await academy()
    await shop.note({ ...chargeNews, email: 'ben@example.com', order: null, subscription: 's1' })
    expect(await shop.outcome({ order: 'o1', subscription: 's1' })).toBe('enrolled')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('does not guess between two orders', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', at: 1 })
    expect(await shop.outcome({ ...cancelNews, order: null, subscription: 's1', at: 2 })).toBe('unclear')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('without ids is customer and product', async () => {
    const shop = await academy()
    await shop.receive({ order: null })
    expect(await shop.outcome({ ...refundNews, order: null, at: 1 })).toBe('expired')
    expect(await shop.outcome({ ...refundNews, order: null, product: 'other', at: 2 })).toBe('already expired')
  })

  test('is reached under another email that has nothing of its own, and the entry says who holds it', async () => {
    const shop = await academy()
    await shop.receive({})
    const settled = await shop.receive({ ...refundNews, email: 'eve@example.com', at: 1 })
    expect(settled).toMatchObject({
      outcome: 'expired',
      sentence: expect.stringContaining('The purchase belongs to ada@example.com'),
    })
    expect(shop.has(PIANO)).toBe('closed')
  })

  describe('reached under another email by an event without a rule', () => {
    const crossing = { order: null, subscription: 's1', email: 'eve@example.com' } as const
    const names = expect.stringContaining('The purchase belongs to ada@example.com.')

    test('says who holds it where it moves an end', async () => {
      const shop = await academy()
      await shop.receive({ subscription: 's1', options: { accessDays: 30 } })
      const effect = await shop.note({ ...crossing, ...chargeNews, at: 48, reportsAccess: true })
      expect(effect).toMatchObject({
        own: { outcome: 'renewed', sentence: names },
        access: [{ is: 'moved', email: 'ada@example.com' }],
      })
    })

    test('says who holds it where it changes nothing', async () => {
      const shop = await academy()
      await shop.receive({ subscription: 's1' })
      const left = { ...crossing, trigger: 'subscription.canceled', at: 48 } as const
      expect(await shop.note(left)).toMatchObject({ own: { outcome: 'no change', sentence: names } })
      expect(await shop.note({ ...left, email: 'ada@example.com' })).toBeNull()
    })
  })

  test('is not reached under the email of a customer who has that target by another purchase', async () => {
    const shop = await academy()
    await shop.receive({})
    await shop.receive({ email: 'eve@example.com', order: 'o2', product: 'other' })
    expect(await shop.outcome({ ...refundNews, email: 'eve@example.com', at: 1 })).toBe('kept')
    expect([shop.has(PIANO), shop.has(PIANO, 'eve@example.com')]).toEqual(['open', 'open'])
  })

  test('is one in its own marketplace only', async () => {
    const shop = await academy()
    await shop.receive({ marketplace: 'shop' })
    expect(await shop.outcome({ ...refundNews, marketplace: 'rival', at: 1 })).toBe('kept')
  })

  test('held by two customers under two ids becomes the order holder’s when an event names both', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1', email: 'ada@example.com' })
    await shop.receive({ ...cancelNews, order: null, subscription: 's1', email: 'new@example.com', at: -1 })
    await shop.receive({ ...chargeNews, order: 'o1', subscription: 's1', email: 'new@example.com', at: 1 })
    expect(
      await shop.outcome({ ...cancelNews, order: null, subscription: 's1', email: 'new@example.com', at: 2 }),
    ).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })
})

describe('A purchase', () => {
  test('what an event says of its purchase moves the ends of its other targets too', async () => {
    const shop = await academy()
    const paid = { ...cancelNews, subscription: 's1', at: 48, options: { end: { when: 'paid', days: 30 } } } as const
    await shop.receive({ subscription: 's1' })
    await shop.receive({ subscription: 's1', target: VIOLIN })
    await shop.receive({ ...paid, target: PIANO })
    await shop.receive({ ...paid, target: VIOLIN })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual([endOfDay(30), endOfDay(30)])
    await shop.receive({ ...chargeNews, subscription: 's1', at: 24, periodEnd: START + 60 * DAY, target: CELLO })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual([endOfDay(60), endOfDay(60)])
  })

  test('a payment that no rule acts on and that arrives late still moves the end of what was paid for', async () => {
    const shop = await academy()
    await shop.receive({ subscription: 's1' })
    await shop.receive({ ...cancelNews, subscription: 's1', at: 48, options: { end: { when: 'paid', days: 30 } } })
    expect(shop.has(PIANO)).toBe(endOfDay(30))
    shop.calls()
    await shop.note({ ...chargeNews, subscription: 's1', at: 24 })
    expect(shop.calls()).toEqual(['PUT /enrollments/:id'])
    expect(shop.has(PIANO)).toBe(endOfDay(31))
  })
})
