import { describe, expect, test } from 'vitest'
import { readRetention } from '../../src/journal/retention'

const DAY_MS = 86_400_000

describe('How long receipts are kept', () => {
  test.each([
    [undefined, 90],
    ['', 90],
    ['30', 30],
    ['365', 365],
  ])('RETENTION_DAYS %j is %i days', (variable, days) => {
    expect(readRetention(variable)).toEqual({ ms: days * DAY_MS, problem: null })
  })

  test.each(['29', '731', '45.5', 'a month', '-90'])('%s is refused with a sentence, and 90 days hold', (variable) => {
    const { ms, problem } = readRetention(variable)
    expect(ms).toBe(90 * DAY_MS)
    expect(problem).toContain(`from 30 to 730, not “${variable}”`)
  })
})
