import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blindSite } from './blind'
import { compare } from './reference/comparison'
import { plans, realize } from './reference/generate'

describe('A model without a ledger', () => {
  test('a product with its ledger switched off does not pass', async () => {
    const property = fc.asyncProperty(plans(12), async (plan) => {
      const { reports, world } = realize(plan)
      const { differences } = await compare(reports, world, { switches: {}, mishaps: [], luck: 1 }, blindSite)
      return differences.length === 0
    })
    const { failed, numRuns } = await fc.check(property, { numRuns: 200, seed: 1, endOnFailure: true })
    expect(failed).toBe(true)
    expect(numRuns).toBeLessThan(50)
  })
})
