import { describe, expect, test } from 'vitest'
import { METERS, monthly, type Operations, PER_EVENT, PLAN, perMillionMore, withCosts } from '../../.run/costs'
import { read } from './documents'

const NOTHING = Object.fromEntries(Object.keys(METERS).map((name) => [name, 0])) as Operations

describe('The costs in the documents', () => {
  test('the operator’s guide shows the figures as they are (npx tsx .run/write-costs.ts)', () => {
    const guide = read('docs/operator.md')
    expect(guide).toContain('| Queue operations |')
    expect(withCosts(guide)).toBe(guide)
  })

  test('nothing used costs the plan alone, and what is included costs nothing', () => {
    expect(monthly(250e3, NOTHING)).toBe(PLAN)
    expect(monthly(250e3, { ...NOTHING, queueOperations: 4 })).toBe(PLAN)
  })

  test('what goes beyond is charged by the million', () => {
    expect(monthly(250e3, { ...NOTHING, queueOperations: 8 })).toBeCloseTo(PLAN + 0.4)
    // 141 GB of receipts, 5 of them included.
    expect(monthly(10e6, NOTHING)).toBeCloseTo(PLAN + 136 * 0.2)
    expect(perMillionMore({ ...NOTHING, requests: 1, queueOperations: 3 })).toBeCloseTo(0.3 + 1.2)
  })

  test('the README promises no more than the formula: 100,000 events a month cost the plan', () => {
    expect(read('README.md')).toContain('Up to 100,000 events a month cost nothing on top')
    expect(monthly(100e3, PER_EVENT)).toBe(PLAN)
  })
})
