import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextTry } from '../../../src/integrations/outage/retry-ladder'

const middle = () => 0.5

describe('the ladder', () => {
  test('waits 10 s, 30 s, 2 min, 10 min, 30 min, then an hour each time', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 90].map((rung) => nextTry(rung, 0, middle).at / 1000)
    expect(waits).toEqual([10, 30, 120, 600, 1_800, 3_600, 3_600, 3_600])
    expect(nextTry(4, 0, middle).rung).toBe(5)
  })

  test('strays by a fifth at most', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }), (rung, chance) => {
        const exact = nextTry(rung, 0, middle).at
        const at = nextTry(rung, 0, () => chance).at
        expect(Math.abs(at - exact)).toBeLessThanOrEqual(exact * 0.2 + 1)
      }),
    )
    expect(nextTry(0, 1_000, () => 0).at).toBe(9_000)
    expect(nextTry(0, 1_000, () => 1).at).toBe(13_000)
  })
})
