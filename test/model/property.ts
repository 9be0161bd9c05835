/** What must hold of every history. Each kind has a test file of its own, so that they run side by side. */
import fc from 'fast-check'
import { expect, vi } from 'vitest'
import { seed, sized } from '../depth'
import { figure } from '../figure'
import { buildHistory, type Plan } from './histories'
import { type LifeOutcome, live } from './run'

/** Each part begins from a seed of its own, and is short enough that one which hangs shows. */
export const PARTS = [1, 2, 3, 4]
/** Histories of each kind and part; `MODEL_RUNS` asks for another number. */
const RUNS = Number(process.env.MODEL_RUNS ?? sized(100, 8_500))

/** A bundle's courses are read again when they were last told more than a day ago. */
const BUNDLE_READ = /^GET \/bundles\/\d+$/

/** Lives histories of a kind until one is not as the model says; fast-check then tells the shortest it finds. */
export async function checkHistories(plans: fc.Arbitrary<Plan>, part: number): Promise<void> {
  const from = { seed: seed(0).seed + part }
  // An object that dies in the middle of a firing says so; here that is no news.
  const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
  const lived = { histories: 0, calls: 0, firings: 0 }
  const property = fc.asyncProperty(plans, async (plan) => {
    const one = await live(buildHistory(plan))
    lived.histories += 1
    lived.calls += one.calls.length
    lived.firings += one.outcomes.length
    matchesModel(one)
  })
  try {
    await fc.assert(property, { numRuns: RUNS, ...from })
  } finally {
    silence.mockRestore()
  }
  const { histories, firings, calls } = lived
  figure(
    `${histories} histories (seed ${from.seed}), ${firings} firings, ${calls} calls compared with the reference model`,
  )
}

/** Who is enrolled is who should be, nothing is left over, and nothing was done twice. */
export function matchesModel({
  product,
  model,
  unsettled,
  endings,
  users,
  emails,
  callsAgain,
  callsAnew,
}: LifeOutcome): void {
  expect(unsettled).toEqual([])
  expect(endings).toEqual([])
  expect(product).toEqual(model)
  expect(users).toEqual([...new Set(users)])
  const welcomes = emails.map(({ to, kind, about }) => `${to} ${kind} ${about}`)
  expect(welcomes).toEqual([...new Set(welcomes)])
  expect(callsAgain.filter((call) => !BUNDLE_READ.test(call))).toEqual([])
  expect(callsAnew.filter((call) => !call.startsWith('GET'))).toEqual([])
}
