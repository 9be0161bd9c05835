import { describe, expect, test } from 'vitest'
import { clockTime, plainDate, shortTime, timeAgo } from '../../views/parts/when'

const NOW = Date.parse('2026-11-23T00:30:00Z')
const MINUTE_MS = 60_000
const LONDON = { zone: 'Europe/London', locale: 'en-GB', now: NOW }
const NEW_YORK = { zone: 'America/New_York', locale: 'en-US', now: NOW }

describe('times as people say them', () => {
  test('today is the viewer’s today', () => {
    const at = NOW - 45 * MINUTE_MS
    expect(clockTime(LONDON, at)).toBe('yesterday at 23:45')
    expect(clockTime(NEW_YORK, at)).toMatch(/^today at 6:45\sPM$/)
  })

  test('an older one names its day, and its year when it is another', () => {
    expect(clockTime(LONDON, Date.parse('2026-11-03T14:02:00Z'))).toBe('3 November at 14:02')
    expect(plainDate(LONDON, Date.parse('2025-12-20T12:00:00Z'))).toBe('20 December 2025')
  })

  test('a day’s first moment, as an import stores a date without a time, is the date alone', () => {
    const midnight = Date.parse('2024-08-17T04:00:00Z')
    expect(shortTime(NEW_YORK, midnight)).toBe('Aug 17, 2024')
    expect(clockTime(NEW_YORK, midnight)).toBe('August 17, 2024')
    expect(shortTime(NEW_YORK, midnight + MINUTE_MS)).toMatch(/^Aug 17, 2024, 12:01\sAM$/)
  })

  test('in a list of entries, today’s are the time alone', () => {
    expect(shortTime(LONDON, NOW - 10 * MINUTE_MS)).toBe('0:20')
    expect(shortTime(LONDON, NOW - 45 * MINUTE_MS)).toBe('22 Nov, 23:45')
    expect(shortTime(LONDON, Date.parse('2025-12-20T12:00:00Z'))).toBe('20 Dec 2025, 12:00')
  })

  test('near ones are counted, past and to come', () => {
    expect(timeAgo(LONDON, NOW - 10_000)).toBe('just now')
    expect(timeAgo(LONDON, NOW - 4 * MINUTE_MS)).toBe('4 minutes ago')
    expect(timeAgo(LONDON, NOW + MINUTE_MS)).toBe('in 1 minute')
    expect(timeAgo(LONDON, NOW - 130 * MINUTE_MS)).toBe('2 hours ago')
  })
})
