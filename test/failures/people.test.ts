/** Who a customer is, and what else lets them in, is not what it seemed. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { sized } from '../depth'
import { academy, CELLO, DAY, PIANO, START, VIOLIN } from '../integrations/thinkific/academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire', at: 2 } as const

describe('A customer', () => {
  test('the customer’s email was changed in Thinkific', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.owner.changeEmail(shop.owner.user('ada@example.com')?.id ?? 0, 'countess@example.com')
    expect(await shop.outcome({ order: 'o2', product: 'violin', target: VIOLIN })).toBe('enrolled')
    expect(shop.owner.data.users.size).toBe(1)
    expect(shop.has(VIOLIN, 'countess@example.com')).toBe('open')
    expect(await shop.outcome(refunded)).toBe('expired')
    expect(shop.has(PIANO, 'countess@example.com')).toBe('closed')
  })

  test('the customer buys with another email', async () => {
    const shop = await academy()
    await shop.receive({ email: 'ada@example.com', order: 'o1', subscription: 's1' })
    await shop.receive({ email: 'countess@example.com', order: 'o2', product: 'strings', target: VIOLIN })
    expect(shop.owner.data.users.size).toBe(2)
    const renewal = {
      order: null,
      subscription: 's1',
      trigger: 'subscription.canceled',
      does: 'expire',
      at: 1,
    } as const
    expect(await shop.outcome({ ...renewal, email: 'countess@example.com' })).toBe('expired')
    expect([shop.has(PIANO, 'ada@example.com'), shop.has(VIOLIN, 'countess@example.com')]).toEqual(['closed', 'open'])
  })

  test('the email is an administrator’s or an instructor’s', async () => {
    for (const role of ['site_admin', 'course_admin'] as const) {
      const shop = await academy()
      shop.owner.addUser({ email: 'ada@example.com', roles: [role] })
      const enrolled = await shop.receive({})
      expect(enrolled).toMatchObject({ outcome: 'enrolled', sentence: expect.stringContaining('administrator') })
      shop.calls()
      expect(await shop.outcome(refunded)).toBe('administrator, left alone')
      expect(shop.calls()).toEqual([])
      expect(shop.has(PIANO)).toBe('open')
    }
  })

  test('the customer was enrolled by hand before', async () => {
    const shop = await academy()
    const { id } = shop.owner.addUser({ email: 'ada@example.com' })
    vi.setSystemTime(START - DAY)
    shop.owner.enroll({ userId: id, courseId: 101 })
    vi.setSystemTime(START)
    expect(await shop.outcome({})).toBe('already enrolled')
    expect(await shop.outcome(refunded)).toBe('kept')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('one of two orders of a course is refunded', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', at: 1 })
    shop.calls()
    const kept = await shop.receive({ ...refunded, order: 'o1' })
    expect(kept).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('o2') })
    expect(shop.calls()).toEqual([])
    expect(shop.has(PIANO)).toBe('open')
    expect(await shop.outcome({ ...refunded, order: 'o2', at: 3 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  describe('refunded in part, disputed, taken back, paused, resumed', () => {
    test('a partial refund ends what a rule for it ends, and nothing else', async () => {
      const shop = await academy()
      await shop.receive({ product: 'piano' })
      await shop.receive({ order: 'o2', product: 'cello', target: CELLO })
      const partly = { trigger: 'product.partially_refunded', does: 'expire', at: 1 } as const
      expect(await shop.outcome({ ...partly, product: 'piano' })).toBe('expired')
      expect([shop.has(PIANO), shop.has(CELLO)]).toEqual(['closed', 'open'])
    })

    test('a subscription canceled, restarted, fallen behind and recovered is in or out by what happened last', async () => {
      const shop = await academy()
      const club = { order: null, subscription: 's1' }
      const end = (trigger: 'subscription.canceled' | 'subscription.delinquent', at: number) =>
        shop.outcome({ ...club, trigger, does: 'expire', at })
      expect(await shop.outcome({ ...club, trigger: 'subscription.charged' })).toBe('enrolled')
      expect(await end('subscription.canceled', 1)).toBe('expired')
      expect(await shop.outcome({ ...club, trigger: 'subscription.restarted', at: 2 })).toBe('renewed')
      expect(await end('subscription.delinquent', 3)).toBe('expired')
      expect(await shop.outcome({ ...club, trigger: 'subscription.recovered', at: 4 })).toBe('renewed')
      expect(await end('subscription.canceled', 3)).toBe('superseded')
      expect(shop.has(PIANO)).toBe('open')
    })
  })

  const EVENTS = sized(210, 1_000)

  test('hundreds of events of one customer', async () => {
    const shop = await academy()
    const jobs = await Promise.all(
      Array.from({ length: EVENTS }, (_, n) => shop.job({ order: `o${n}`, at: n / EVENTS })),
    )
    const outcomes = new Map<string, number>()
    for (let at = 0; at < jobs.length; at += 50) {
      for (const job of jobs.slice(at, at + 50)) {
        const settling = await shop.settled(job)
        const outcome = settling.final ? settling.outcome : settling.reason
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }
    expect(outcomes).toEqual(new Map(Object.entries({ enrolled: 1, 'already enrolled': EVENTS - 1 })))
    expect(shop.calls()).toEqual(['POST /users', 'POST /enrollments'])
    shop.evict()
    expect(await shop.outcome({ ...refunded, order: 'o200' })).toBe('kept')
  })
})
