/** Of two events the one that happened later wins, whichever comes first. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, DUO, PIANO, VIOLIN } from '../academy'
import { refundNews } from './news'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('order', () => {
  test('does not matter: what happened later wins', async () => {
    const shop = await academy()
    expect(await shop.outcome({ ...refundNews, at: 5 })).toBe('no such customer')
    expect(await shop.outcome({ at: 1 })).toBe('superseded')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('at equal times: payment, then failure, then recovery, then refund', async () => {
    const shop = await academy()
    const s1 = { subscription: 's1', at: 1 }
    await shop.receive({ trigger: 'subscription.recovered', ...s1, event: 'a' })
    expect(await shop.outcome({ trigger: 'subscription.delinquent', does: 'expire', ...s1, event: 'z' })).toBe(
      'superseded',
    )
    expect(await shop.outcome({ ...refundNews, ...s1, event: 'b' })).toBe('expired')
    expect(await shop.outcome({ trigger: 'subscription.restarted', ...s1, event: 'zz' })).toBe('superseded')
  })

  test('a one-time purchase never re-opens its own refund, a subscription and a person do', async () => {
    const shop = await academy()
    await shop.receive({})
    await shop.receive({ ...refundNews, at: 1 })
    expect(await shop.outcome({ at: 2 })).toBe('superseded')
    expect(await shop.outcome({ at: 3, origin: 'person' })).toBe('renewed')
    await shop.receive({ subscription: 's2', order: 'o2', target: VIOLIN })
    await shop.receive({ ...refundNews, subscription: 's2', order: 'o2', target: VIOLIN, at: 1 })
    expect(
      await shop.outcome({ trigger: 'subscription.restarted', subscription: 's2', order: 'o2', target: VIOLIN, at: 2 }),
    ).toBe('superseded')
    expect(
      await shop.outcome({ trigger: 'subscription.charged', subscription: 's2', order: 'o2', target: VIOLIN, at: 3 }),
    ).toBe('renewed')
  })

  test('without any id, a customer who pays again after a refund gets access; an earlier payment that arrives late opens nothing', async () => {
    const shop = await academy()
    await shop.receive({ order: null, at: 1 })
    await shop.receive({ ...refundNews, order: null, at: 2 })
    expect(await shop.outcome({ order: null, at: 0 })).toBe('superseded')
    expect(shop.has(PIANO)).toBe('closed')
    expect(await shop.outcome({ order: null, at: 48 })).toBe('renewed')
    expect(shop.has(PIANO)).toBe('open')
  })

  test.each([0, 1])('what an event creates stays, whatever its other trigger removes', async (first) => {
    const shop = await academy()
    const one = { event: 'one', subscription: 's1', at: 1, type: 'subscription.recovered' } as const
    const grants = { ...one, trigger: 'subscription.recovered', target: DUO, n: 0 } as const
    const removes = { ...one, trigger: 'subscription.charged', does: 'expire', n: 1 } as const
    for (const news of first === 0 ? [grants, removes] : [removes, grants]) {
      await shop.receive(news)
    }
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
  })

  test.each([0, 1])('of two rules that grant at once the longer counts, whichever is numbered first', async (n) => {
    const shop = await academy()
    const days = { options: { accessDays: 30 } }
    await shop.receive({ event: 'one', n, ...days })
    await shop.receive({ event: 'one', n: 1 - n })
    expect(shop.has(PIANO)).toBe('open')
    await shop.receive({ event: 'two', order: 'o2', target: VIOLIN, n: 1 - n })
    await shop.receive({ event: 'two', order: 'o2', target: VIOLIN, n, ...days })
    expect(shop.has(VIOLIN)).toBe('open')
  })

  test('two rules that ask the same of one event make one set of calls', async () => {
    const shop = await academy()
    await shop.receive({ event: 'one', n: 0 })
    shop.calls()
    expect(await shop.outcome({ event: 'one', n: 1 })).toBe('already enrolled')
    expect(shop.calls()).toEqual([])
  })
})

describe('what is superseded says by what', () => {
  const monthly = { subscription: 's1' } as const
  const restart = { ...monthly, trigger: 'subscription.restarted', at: 30 } as const

  test.each([
    ['by a click that ends whatever gave it', { removeAlways: true }],
    ['by a click that ends what this purchase gave', { removeAlways: false }],
  ])('%s', async (_, options) => {
    const shop = await academy()
    await shop.receive(monthly)
    await shop.receive({ ...refundNews, ...monthly, origin: 'person', options, at: 5 })
    expect(await shop.receive(restart)).toMatchObject({
      outcome: 'superseded',
      sentence:
        'Club (order o1) was restarted, but a person ended the access by hand on May 1, 2026, so access to Piano 101 didn’t change.',
    })
  })

  test('by a click that enrolled the customer', async () => {
    const shop = await academy()
    await shop.receive({})
    await shop.receive({ origin: 'person', at: 20 })
    expect(await shop.receive({ ...refundNews, at: 5 })).toMatchObject({
      outcome: 'superseded',
      sentence: expect.stringContaining('was refunded, but a person enrolled the customer by hand on May 2, 2026'),
    })
  })

  test('by a chargeback or a pause, in those words', async () => {
    const shop = await academy()
    await shop.receive({})
    await shop.receive({ ...refundNews, type: 'product.disputed', at: 2 })
    expect((await shop.receive({ event: 'again', at: 9 })).sentence).toContain('but it was disputed (a chargeback) on')
    await shop.receive({ ...monthly, order: 'o2', at: 3 })
    const pause = { trigger: 'subscription.canceled', type: 'subscription.paused', does: 'expire' } as const
    await shop.receive({ ...pause, ...monthly, order: 'o2', at: 4 })
    expect((await shop.receive({ ...monthly, order: 'o2', event: 'more', at: 9 })).sentence).toContain(
      'but it was paused on',
    )
  })
})
