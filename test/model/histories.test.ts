import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { blindSite } from './blind'
import { buildHistory, calm, type Plan, rough, strange } from './histories'
import { type Lived, live } from './run'

/** Histories of each kind; `MODEL_RUNS` asks for more, `MODEL_SEED` for others (`random`: new ones each time). */
const RUNS = Number(process.env.MODEL_RUNS ?? 150)
const SEED = process.env.MODEL_SEED ?? '1'
const LONGEST_MS = 3_600_000
const parameters = { numRuns: RUNS, ...(SEED === 'random' ? {} : { seed: Number(SEED) }) }

/** A bundle's courses are read again when they were last told more than a day ago. */
const BUNDLE_READ = /^GET \/bundles\/\d+$/

const lived = { histories: 0, calls: 0, firings: 0 }

async function holds(plans: fc.Arbitrary<Plan>, right: (lived: Lived, plan: Plan) => void): Promise<void> {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const one = await live(buildHistory(plan))
      lived.histories += 1
      lived.calls += one.calls.length
      lived.firings += one.outcomes.length
      right(one, plan)
    }),
    parameters,
  )
}

/** Who is enrolled is who should be, nothing is left over, and nothing was done twice. */
function asTheModelSays({ product, model, unsettled, users, emails, callsAgain, callsAnew }: Lived): void {
  expect(unsettled).toEqual([])
  expect(product).toEqual(model)
  expect(users).toEqual([...new Set(users)])
  const welcomes = emails.map(({ to, kind, about }) => `${to} ${kind} ${about}`)
  expect(welcomes).toEqual([...new Set(welcomes)])
  expect(callsAgain.filter((call) => !BUNDLE_READ.test(call))).toEqual([])
  expect(callsAnew.filter((call) => !call.startsWith('GET'))).toEqual([])
}

/** An object that dies in the middle of a firing says so; here that is no news. */
beforeAll(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

describe('whatever happened, in whatever order and however often it is told', () => {
  test('who is enrolled is who the rules say', () => holds(calm, asTheModelSays), LONGEST_MS)

  test('and whatever Thinkific does where nobody knows what it does', () => holds(strange, asTheModelSays), LONGEST_MS)

  test('and whatever fails between any two steps', () => holds(rough, asTheModelSays), LONGEST_MS)

  afterAll(() => {
    const { histories, firings, calls } = lived
    console.log(`${histories} histories, ${firings} firings, ${calls} calls compared with the reference model`)
  })
})

test('a product with its ledger switched off does not pass', async () => {
  const property = fc.asyncProperty(calm, async (plan) => {
    const { product, model } = await live(buildHistory(plan), blindSite)
    return JSON.stringify(product) === JSON.stringify(model)
  })
  const { failed, numRuns } = await fc.check(property, { numRuns: 200, seed: 1, endOnFailure: true })
  expect(failed).toBe(true)
  expect(numRuns).toBeLessThan(50)
}, 60_000)
