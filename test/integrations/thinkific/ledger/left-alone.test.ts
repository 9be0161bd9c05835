/** Administrators, tests, and what a person decides. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, DAY, type EventSpec, PIANO, START, VIOLIN } from '../academy'
import { cancelNews, refundNews } from './news'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('left alone', () => {
  test('what an administrator has is not cut short either', async () => {
    const shop = await academy()
    shop.owner.addUser({ email: 'ada@example.com', roles: ['site_admin'] })
    await shop.receive({ subscription: 's1' })
    const later = { options: { end: { when: 'later', days: 7 } } } satisfies EventSpec
    expect(await shop.outcome({ ...cancelNews, subscription: 's1', at: 1, ...later })).toBe('administrator, left alone')
    shop.calls()
    await shop.receive({ subscription: 's1' })
    expect(shop.calls()).toEqual([])
    expect(shop.has(PIANO)).toBe('open')
  })

  test('an administrator is never expired, and noticed when enrolled', async () => {
    const shop = await academy()
    const user = shop.owner.addUser({ email: 'ada@example.com', roles: ['course_admin'] })
    shop.owner.enroll({ userId: user.id, courseId: 101, activatedAt: START - DAY })
    const expire = await shop.receive({ ...refundNews, at: 1 })
    expect(expire).toMatchObject({ outcome: 'administrator, left alone' })
    expect(shop.calls().filter((call) => call.startsWith('PUT'))).toEqual([])
    expect((await shop.receive({ target: VIOLIN, order: 'o2', at: 2 })).sentence).toContain('administrator')
  })

  test('a person’s End access now ends it whatever grants it', async () => {
    const shop = await academy()
    await shop.receive({ order: 'o1' })
    await shop.receive({ order: 'o2', product: 'bonus' })
    const options = { removeAlways: true }
    const ended = await shop.receive({ ...refundNews, order: 'o1', origin: 'person', at: 1, options })
    expect(ended).toMatchObject({ outcome: 'expired', sentence: expect.stringContaining('Grace') })
  })
})
