import { describe, expect, test } from 'vitest'
import { readResetTime } from '../../../../src/integrations/thinkific/client/rate-limit-reset'

const NOW = 1_800_000_000_000
const HOUR = 3_600_000

function reset(value: string | null, theirClock?: number): number {
  const headers = new Headers()
  if (value !== null) {
    headers.set('RateLimit-Reset', value)
  }
  if (theirClock !== undefined) {
    headers.set('Date', new Date(theirClock).toUTCString())
  }
  return readResetTime(headers, NOW) - NOW
}

describe('RateLimit-Reset', () => {
  test('is read as epoch milliseconds, epoch seconds, or seconds from now', () => {
    expect(reset(String(NOW + 20_000))).toBe(20_000)
    expect(reset(String((NOW + 20_000) / 1000))).toBe(20_000)
    expect(reset('20')).toBe(20_000)
  })

  test('is corrected by the clock of the one who says it', () => {
    expect(reset(String(NOW - HOUR + 20_000), NOW - HOUR)).toBe(20_000)
    expect(reset(String(NOW + HOUR + 20_000), NOW + HOUR)).toBe(20_000)
  })

  test('waits a minute when it is missing or senseless', () => {
    expect(reset(null)).toBe(60_000)
    expect(reset('soon')).toBe(60_000)
    expect(reset('-5')).toBe(60_000)
  })

  test('waits five minutes at most and a second at least', () => {
    expect(reset(String(NOW + HOUR))).toBe(300_000)
    expect(reset(String(NOW - HOUR))).toBe(1_000)
  })
})
