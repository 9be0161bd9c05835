/** What was paid for, and until when: as senders name it, or counted from the last payment. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, DAY, endOfDay, PIANO, START } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const of = { subscription: 's1' } as const
const charged = { ...of, trigger: 'subscription.charged' } as const
const canceled = { ...of, trigger: 'subscription.canceled', does: 'expire' } as const
const whenPaidIsUsedUp = { options: { end: { when: 'paid', days: 30 } } } as const

describe('Paid periods', () => {
  test('a period’s end named once is no end to what later payments bought, which name none', async () => {
    const shop = await academy()
    await shop.receive({ ...of, periodEnd: START + 30 * DAY })
    await shop.receive({ ...charged, at: 30 * 24 })
    await shop.receive({ ...charged, at: 60 * 24 })
    await shop.receive({ ...canceled, at: 70 * 24, ...whenPaidIsUsedUp })
    expect(shop.has(PIANO)).toBe(endOfDay(90))
  })

  test('nor is what was named cut short by such a payment', async () => {
    const shop = await academy()
    await shop.receive({ ...of, periodEnd: START + 365 * DAY })
    await shop.receive({ ...charged, at: 24 })
    await shop.receive({ ...canceled, at: 70 * 24, ...whenPaidIsUsedUp })
    expect(shop.has(PIANO)).toBe(endOfDay(365))
  })

  test('the last payment’s own period is what counts, also where it is shorter than the days', async () => {
    const shop = await academy()
    await shop.receive({ ...of, periodEnd: START + 7 * DAY })
    await shop.receive({ ...charged, at: 7 * 24, periodEnd: START + 14 * DAY })
    await shop.receive({ ...canceled, at: 8 * 24, ...whenPaidIsUsedUp })
    expect(shop.has(PIANO)).toBe(endOfDay(14))
  })

  test('a late failure that makes an earlier charge a recovery names its own period, not that charge’s', async () => {
    const shop = await academy()
    await shop.receive({ ...of, periodEnd: START + 30 * DAY })
    await shop.receive({ ...charged, at: 33 * 24, event: 'charge', periodEnd: START + 63 * DAY })
    const failed = { ...of, event: 'failure', impliedBy: 'charge', at: 33 * 24, periodEnd: START + 30 * DAY } as const
    const implied = await shop.job({ ...failed, trigger: 'subscription.recovered' })
    await shop.settled({ ...implied, happenedAt: START + 30 * DAY })
    await shop.receive({ ...canceled, at: 40 * 24, ...whenPaidIsUsedUp })
    expect(shop.has(PIANO)).toBe(endOfDay(63))
  })

  test('what is paid for beyond 2099 has no end', async () => {
    const shop = await academy()
    await shop.receive({ ...of, periodEnd: Date.UTC(9999, 11, 31) })
    shop.calls()
    const kept = await shop.receive({ ...canceled, at: 24, ...whenPaidIsUsedUp })
    expect(kept).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('paid for has no end') })
    expect(shop.calls()).toEqual([])
    expect(await shop.outcome({ order: 'o2', at: 25, options: { accessDays: 99_999 } })).toBe('already enrolled')
    expect(shop.has(PIANO)).toBe('open')
  })
})
