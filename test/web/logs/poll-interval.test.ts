import { describe, expect, test } from 'vitest'
import { secondsUntilNext } from '../../../src/web/logs/poll-interval'

const NOW = 1_000_000_000_000

function waiting(secondsAway: number, parked = false) {
  return { waiting: { at: NOW + secondsAway * 1000, since: NOW, reason: 'temporary' as const, parked } }
}

describe('How often the log is read again', () => {
  test('a page without waiting entries never asks again', () => {
    expect(secondsUntilNext([{ waiting: null }], NOW)).toBeNull()
  })

  test('parked entries do not move by themselves', () => {
    expect(secondsUntilNext([waiting(5, true)], NOW)).toBeNull()
  })

  test('it asks when the first of them is due, neither at once nor too late', () => {
    expect(secondsUntilNext([waiting(600), waiting(9)], NOW)).toBe(10)
    expect(secondsUntilNext([waiting(-60)], NOW)).toBe(3)
    expect(secondsUntilNext([waiting(3600)], NOW)).toBe(30)
  })
})
