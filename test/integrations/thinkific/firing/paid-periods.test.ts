/** What was paid for, and until when: as senders name it, or counted from the last payment. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, DAY, endOfDay, PIANO, START, VIOLIN } from '../academy'

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

describe('The end of a later plan', () => {
  test.each([
    [
      'says why it ends the earlier one',
      [],
      'ended because Club (order o1) was canceled. The event named Silver, to which the subscription had moved from Club: what ends the new plan ends the old one, too.',
    ],
    [
      'says why it ends nothing of one paid in full',
      [{ ...of, trigger: 'subscription.completed' as const, at: 24 }],
      'is kept: paid in full on May 2, 2026. The event named Silver, to which the subscription had moved from Club.',
    ],
  ])('%s', async (_, notes, says) => {
    const shop = await academy()
    await shop.receive({ ...of })
    for (const note of notes) {
      await shop.note(note)
    }
    const job = await shop.job({ ...canceled, at: 48 })
    vi.setSystemTime(START + 2 * DAY)
    const settling = await shop.settled({ ...job, purchase: { ...job.purchase, switchedTo: 'Silver' } })
    expect(settling).toMatchObject({ sentence: expect.stringContaining(says) })
  })
})

describe('A payment that no rule asks for', () => {
  const failed = { ...of, trigger: 'subscription.charge_failed', does: 'expire', at: 24 } as const

  test('names every course that it opens again', async () => {
    const shop = await academy()
    await shop.receive({ ...of, event: 'bought' })
    await shop.receive({ ...of, event: 'bought', n: 1, target: VIOLIN })
    await shop.receive({ ...failed, event: 'failed' })
    await shop.receive({ ...failed, event: 'failed', n: 1, target: VIOLIN })
    vi.setSystemTime(START + 2 * DAY)
    expect((await shop.note({ ...charged, at: 48 }))?.own?.sentence).toBe(
      'Access to Piano 101 and Violin 102 is open again because Club (order o1) was charged.',
    )
  })

  test('names the one that it gives another end than the rest', async () => {
    const shop = await academy()
    await shop.receive({ ...of, event: 'bought', options: { accessDays: 30 } })
    await shop.receive({ ...of, event: 'bought', n: 1, target: VIOLIN })
    vi.setSystemTime(START + 20 * DAY)
    expect((await shop.note({ ...charged, at: 20 * 24 }))?.own?.sentence).toBe(
      'Access to Piano 101 now lasts until June 20, 2026 because Club (order o1) was charged.',
    )
  })
})
