import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildHistory, calm, rough, strange } from './histories'
import { live } from './run'

const RUNS = Number(process.env.MODEL_RUNS ?? 300)

for (const [name, plans] of Object.entries({ calm, strange, rough })) {
  test(`whatever happened, in whatever order it came: who is enrolled is who should be (${name})`, async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const lived = await live(buildHistory(plan))
        expect(lived.unsettled).toEqual([])
        expect(lived.product).toEqual(lived.model)
      }),
      { numRuns: RUNS },
    )
  }, 600_000)
}
