/** What people do in Thinkific itself, and enrollments that were over long before we came. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Academy, academy, DAY, DUO, PIANO, START, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const ADA = 'ada@example.com'
const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const again = { order: 'o2', at: 30 } as const

/** Enrolled by hand long ago, until then. */
function enrolledBefore({ owner }: Academy, until: number): void {
  const { id } = owner.addUser({ email: ADA })
  vi.setSystemTime(START - 900 * DAY)
  owner.enroll({ userId: id, courseId: 101, expiryDate: until })
  vi.setSystemTime(START)
}

function enrollmentOf({ owner }: Academy): number {
  return [...owner.data.enrollments.values()][0]?.id ?? 0
}

describe('Changed by hand in Thinkific', () => {
  test('an enrollment that lapsed long ago is renewed as the purchase’s own, and a refund ends it', async () => {
    const shop = await academy()
    enrolledBefore(shop, START - 500 * DAY)
    expect(await shop.outcome({})).toBe('renewed')
    expect(await shop.outcome({ ...refunded, at: 1 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('also where the first look at it fails', async () => {
    const shop = await academy()
    enrolledBefore(shop, START - 500 * DAY)
    shop.simulator.faults.add({
      kind: '500',
      times: 1,
      match: ({ method, path }) => `${method} ${path}`.startsWith('GET /enrollments'),
    })
    await shop.receive({})
    await shop.receive({ ...refunded, at: 1 })
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('access given by hand until a date lasts until then, whatever was bought and refunded meanwhile', async () => {
    const shop = await academy()
    enrolledBefore(shop, START + 100 * DAY)
    await shop.receive({})
    expect(shop.has(PIANO)).toBe('open')
    await shop.receive({ ...refunded, at: 1 })
    expect(shop.has(PIANO)).toBe(100 * 24)
  })

  test('a customer unenrolled by hand gets access with a new purchase', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    shop.owner.removeEnrollment(enrollmentOf(shop))
    expect(await shop.outcome(again)).toBe('enrolled')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('a customer taken out of a bundle by hand gets access with a new purchase', async () => {
    const shop = await academy()
    await shop.receive({ target: DUO, order: 'o1' })
    for (const { id } of [...shop.owner.data.enrollments.values()]) {
      shop.owner.removeEnrollment(id)
    }
    await shop.receive({ target: DUO, ...again })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
  })

  test('a customer deleted in Thinkific is created again with a new purchase', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    shop.owner.deleteUser(shop.owner.user(ADA)?.id ?? 0)
    expect(await shop.outcome(again)).toBe('enrolled')
    expect(shop.has(PIANO)).toBe('open')
  })

  test('opened by hand after we ended it, it stays open when a later purchase of it is refunded', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ ...refunded, order: 'o1', at: 1 })
    shop.owner.setDates(enrollmentOf(shop), { expiryDate: null })
    expect(await shop.outcome(again)).toBe('already enrolled')
    expect(await shop.outcome({ ...refunded, order: 'o2', at: 31 })).toBe('kept')
    expect(shop.has(PIANO)).toBe('open')
  })
})
