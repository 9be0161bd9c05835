import { describe, expect, test } from 'vitest'
import { OUTCOMES } from '../../../src/model/outcome'
import { toBacklog } from '../../../src/web/overview/backlog'
import { countMoves, summarizeDays } from '../../../src/web/overview/thirty-days'

const DAYS = [
  { day: '2026-11-22', outcomes: { enrolled: 3, renewed: 2, expired: 1, kept: 4, 'no rule': 5, 'given up': 1 } },
  { day: '2026-11-23', outcomes: {} },
]

describe('Thirty days', () => {
  test('every final outcome is drawn in exactly one group', () => {
    const outcomes = Object.fromEntries(OUTCOMES.filter((one) => one !== 'waiting').map((one) => [one, 1]))
    const { days } = summarizeDays([{ day: '2026-11-23', outcomes }])
    expect(days[0]?.values.reduce((sum, value) => sum + value, 0)).toBe(OUTCOMES.length - 1)
  })

  test('a day’s outcomes are grouped as a merchant counts them', () => {
    const { series, days } = summarizeDays(DAYS)
    expect(series.map(({ label }) => label)).toEqual([
      'enrolled or renewed',
      'access ended',
      'kept by another purchase',
      'failed',
      'nothing to do',
    ])
    expect(days.map(({ values }) => values)).toEqual([
      [5, 1, 4, 1, 5],
      [0, 0, 0, 0, 0],
    ])
  })

  test('what moved is what opened, extended or ended access', () => {
    expect(countMoves(DAYS)).toBe(6)
  })

  test('a backlog’s end is estimated from its progress so far, and not too early', () => {
    const now = 1_000_000_000_000
    expect(toBacklog(null, 'Thinkific', now)).toBeNull()
    expect(toBacklog({ since: now - 60_000, done: 3, waiting: 900 }, 'Thinkific', now)?.minutesLeft).toBeNull()
    expect(toBacklog({ since: now - 600_000, done: 1000, waiting: 500 }, 'Thinkific', now)?.minutesLeft).toBe(5)
  })
})
