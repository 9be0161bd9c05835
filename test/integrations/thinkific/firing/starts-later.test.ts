/** Access that starts on a later day: its firing waits, its grant stands. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { viewCustomer } from '../../../../src/integrations/thinkific/customers/customer-view'
import { academy, advanceTime, DAY, HOUR, PIANO, START, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const inAWeek = { options: { startsAfter: 7 } } as const

/** A customer whose access starts in so many days, waiting. */
async function waiting(options = {}) {
  const shop = await academy()
  const job = await shop.job({ options: { ...inAWeek.options, ...options } })
  const [settling] = await shop.settle([job])
  return { shop, job, settling }
}

describe('Access that starts later', () => {
  test('waits without a call and says the day, is requeued at intervals, and enrolls on its day', async () => {
    const { shop, job, settling } = await waiting()
    expect(settling).toMatchObject({
      final: false,
      reason: 'starts later',
      parked: false,
      at: START + 7 * DAY,
      sentence: 'Access starts on May 8, 2026.',
    })
    await advanceTime(12 * HOUR)
    expect(await shop.settle([job])).toMatchObject([{ final: false, reason: 'starts later', at: START + 7 * DAY }])
    expect([shop.calls(), shop.has(PIANO)]).toEqual([[], 'closed'])
    shop.evict()
    expect(await shop.settled(job)).toMatchObject({ final: true, outcome: 'enrolled' })
    expect([Date.now() - START >= 7 * DAY, shop.has(PIANO)]).toEqual([true, 'open'])
  })

  test('given to another email’s purchase it looks at its own once, and waits without a call', async () => {
    const shop = await academy()
    await shop.outcome({ subscription: 's1', target: VIOLIN })
    const charge = { trigger: 'subscription.charged', subscription: 's1', email: 'ada@new.example.com', at: 1 } as const
    const job = await shop.job({ ...charge, ...inAWeek })
    expect(await shop.settle([job])).toMatchObject([{ final: false, reason: 'starts later' }])
    shop.calls()
    await advanceTime(12 * HOUR)
    expect(await shop.settle([job])).toMatchObject([{ final: false, reason: 'starts later' }])
    expect(shop.calls()).toEqual([])
  })

  test('on a date starts as that day begins in the marketplace’s time zone, and its days count from there', async () => {
    const shop = await academy()
    const job = await shop.job({ zone: 'America/New_York', options: { startsOn: '2026-05-05', accessDays: 10 } })
    const midnight = Date.UTC(2026, 4, 5, 4)
    const [settling] = await shop.settle([job])
    expect(settling).toMatchObject({ at: midnight, sentence: 'Access starts on May 5, 2026.' })
    await shop.settled(job)
    expect(shop.has(PIANO)).toBe((Date.UTC(2026, 4, 16, 4) - 1_000 - START) / HOUR)
  })

  test('refunded before its day leaves nothing to start', async () => {
    const { shop, job } = await waiting()
    vi.setSystemTime(START + DAY)
    expect(await shop.outcome({ ...refunded, at: 24 })).toBe('no such customer')
    const sentence =
      'The purchase ended before May 8, 2026, when access was due to start. If that is undone, access starts then.'
    expect(await shop.settle([job])).toMatchObject([{ final: false, reason: 'starts later', sentence }])
    expect(await shop.settled(job)).toMatchObject({ outcome: 'superseded' })
    await advanceTime(10 * DAY)
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('refunded before its day says that it will not start', async () => {
    const { shop } = await waiting()
    shop.owner.addUser({ email: 'ada@example.com' })
    expect(await shop.receive({ ...refunded, at: 24 })).toMatchObject({
      outcome: 'already expired',
      sentence:
        'Club (order o1) was refunded, so access to Piano 101, which was to start on May 8, 2026, will not start.',
    })
  })

  test('refunded before its day starts all the same once the refund is reversed', async () => {
    const { shop, job } = await waiting()
    vi.setSystemTime(START + DAY)
    await shop.receive({ ...refunded, at: 24 })
    await shop.settle([job])
    vi.setSystemTime(START + 2 * DAY)
    await shop.note({ type: 'product.refund_reversed', at: 48 })
    expect(shop.has(PIANO)).toBe('closed')
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('is on the customer’s page with its day, as not open yet', async () => {
    const { shop } = await waiting()
    const view = await viewCustomer(shop.site, 'shop', 'ada@example.com')
    expect(view?.targets).toMatchObject([
      { open: false, starts: START + 7 * DAY, why: 'Access starts on May 8, 2026.' },
    ])
    expect(view?.purchases[0]?.claims).toMatchObject([{ open: false, says: 'Access from May 8, 2026.' }])
  })

  test('ended by a person before its day does not start, whatever comes later', async () => {
    const { shop, job } = await waiting()
    vi.setSystemTime(START + DAY)
    await shop.receive({ origin: 'person', does: 'expire', order: null, at: 24 })
    await advanceTime(7 * DAY)
    expect(await shop.settled(job)).toMatchObject({ outcome: 'superseded' })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('is opened by the next event after its day even if its own firing never came back', async () => {
    const { shop } = await waiting()
    vi.setSystemTime(START + 8 * DAY)
    await shop.receive({ trigger: 'subscription.charged', n: 1, at: 8 * 24, options: {} })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('waits on behind another purchase that lets them in now, and keeps them in when that one is refunded', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o0', product: 'other' })
    const job = await shop.job({ order: 'o1', ...inAWeek })
    expect(await shop.settle([job])).toMatchObject([{ final: false, reason: 'starts later' }])
    vi.setSystemTime(START + DAY)
    expect(await shop.outcome({ ...refunded, order: 'o0', product: 'other', at: 24 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
    expect(await shop.settled(job)).toMatchObject({ outcome: 'renewed' })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('with its day in the past starts at once', async () => {
    const shop = await academy()
    expect(await shop.outcome({ options: { startsOn: '2026-04-01' } })).toBe('enrolled')
  })
})
