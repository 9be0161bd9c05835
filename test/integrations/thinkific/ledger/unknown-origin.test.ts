/** Access that was there before us, or that was given by hand. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, DAY, DUO, type EventSpec, PIANO, START, VIOLIN } from '../academy'
import { cancelNews, chargeNews, refundNews } from './news'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('access the ledger cannot explain', () => {
  const enrolledBefore = (
    shop: Awaited<ReturnType<typeof academy>>,
    activatedAt = START - DAY,
    expiryDate: number | null = null,
  ) => {
    const user = shop.owner.addUser({ email: 'ada@example.com' })
    vi.setSystemTime(activatedAt)
    shop.owner.enroll({ userId: user.id, courseId: 101, activatedAt, expiryDate })
    vi.setSystemTime(START)
  }

  test('survives the refund of the purchase that found it', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    expect(await shop.outcome({})).toBe('already enrolled')
    const kept = await shop.receive({ ...refundNews, at: 1 })
    expect(kept).toMatchObject({
      outcome: 'kept',
      sentence: expect.stringContaining('is kept by access given before, by hand or by another tool.'),
    })
  })

  test.each<[string, EventSpec]>([
    ['a removal', { product: 'upgrade' }],
    ['a refund of an order it does not know', { order: 'o9', trigger: 'product.refunded' }],
  ])('that belongs to a purchase is not ended by another marketplace: %s', async (_, ending) => {
    for (const marketplace of ['rival', 'shop']) {
      const shop = await academy()
      enrolledBefore(shop)
      const charge = { trigger: 'subscription.charged', order: 'r1', subscription: 'rs' } as const
      await shop.receive({ ...charge, marketplace, options: { accessDays: 30 }, at: 1 })
      await shop.receive({ does: 'expire', ...ending, at: 30 })
      expect(shop.has(PIANO) === 'open').toBe(marketplace === 'rival')
    }
  })

  test('is looked for before an end could overwrite it', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    expect(await shop.outcome({ options: { accessDays: 30 } })).toBe('already enrolled')
    expect(shop.calls()).toEqual(['POST /users', 'GET /users', 'GET /enrollments'])
    expect(shop.has(PIANO)).toBe('open')
  })

  test('belongs to the purchase when it began no earlier than the event', async () => {
    const shop = await academy()
    enrolledBefore(shop, START)
    await shop.receive({ at: -1 })
    expect(await shop.outcome({ ...refundNews, at: 1 })).toBe('expired')
  })

  test('and so it does when its ending meets it first', async () => {
    const shop = await academy()
    enrolledBefore(shop, START)
    shop.simulator.faults.add({ kind: 'connection lost' })
    const job = await shop.job({ at: -1 })
    const [lost] = await shop.settle([job])
    expect(lost).toMatchObject({ final: false })
    expect(await shop.outcome({ ...refundNews, at: 1 })).toBe('expired')
    expect(await shop.settled(job)).toMatchObject({ outcome: 'superseded' })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test.each([
    ['a charge', { trigger: 'subscription.charged' }],
    ['a recovery', { trigger: 'subscription.recovered' }],
    ['a restart', { trigger: 'subscription.restarted' }],
    ['a replay', { origin: 'replay' }],
    ['an import', { origin: 'import' }],
  ] satisfies [string, EventSpec][])('belongs to the purchase when the event is %s', async (_, news) => {
    const shop = await academy()
    enrolledBefore(shop)
    await shop.receive({ subscription: 's1', ...news })
    expect(await shop.outcome({ ...cancelNews, subscription: 's1', at: 1 })).toBe('expired')
  })

  test('ends by an ending of a purchase the ledger does not know, and comes back if that was only late', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    expect(await shop.outcome({ ...refundNews, at: 5 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
    expect(await shop.outcome({ at: 1 })).toBe('renewed')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('is not given back to a charge: that goes on from before', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    await shop.receive({ ...cancelNews, subscription: 's1', at: 5 })
    expect(await shop.outcome({ ...chargeNews, subscription: 's1', at: 1 })).toBe('superseded')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('in a course of a bundle survives the bundle’s refund', async () => {
    const shop = await academy()
    enrolledBefore(shop)
    await shop.receive({ target: DUO })
    await shop.receive({ ...refundNews, target: DUO, at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'closed'])
  })

  test('that was over when found belongs to no purchase', async () => {
    const shop = await academy()
    enrolledBefore(shop, START - 30 * DAY, START - 10 * DAY)
    await shop.receive({ options: { accessDays: 30 } })
    expect(await shop.outcome({ ...refundNews, at: 1 })).toBe('expired')
  })
})
