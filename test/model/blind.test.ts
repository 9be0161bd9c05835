import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blindSite } from './blind'
import { buildHistory, calm } from './histories'
import { live } from './run'

test('a product with its ledger switched off does not pass', async () => {
  const property = fc.asyncProperty(calm, async (plan) => {
    const { product, model } = await live(buildHistory(plan), blindSite)
    return JSON.stringify(product) === JSON.stringify(model)
  })
  const { failed, numRuns } = await fc.check(property, { numRuns: 200, seed: 1, endOnFailure: true })
  expect(failed).toBe(true)
  expect(numRuns).toBeLessThan(50)
})
