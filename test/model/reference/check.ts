/** Lives histories until one does not end as the reference model says; then prints the shortest that was found. */
import fc from 'fast-check'
import { vi } from 'vitest'
import { seed, sized } from '../../depth'
import { figure } from '../../figure'
import { checkHistories } from '../check-histories'
import { type Arrangement, arrange, arrangements } from './arrangement'
import { type Comparison, compare, type Weather } from './comparison'
import { describeHistory, problemsOf } from './describe-history'
import { type Plan, plans, realize } from './generate'

/** Each part begins from a seed of its own, and is short enough that one which hangs shows. */
export const PARTS = [1, 2, 3, 4]
export const MOST_EVENTS = 12
/** Histories of each kind and part; `MODEL_RUNS` asks for another number, and `MODEL_FROM` leaves out the first so many. */
const RUNS = Number(process.env.MODEL_RUNS ?? sized(8, 8_500))
const FROM = Number(process.env.MODEL_FROM ?? 0)

/** Shrinking stops then, well before the test's own limit; a run without failure just says how far it came. */
const LIMIT_MS = sized(40_000, 3_000_000)

interface Case {
  plan: Plan
  arrangement: Arrangement
  weather: Weather
}

export async function checkAgainstReference(weathers: fc.Arbitrary<Weather>, part: number): Promise<void> {
  const from = seed(0).seed + part
  // An object that dies in the middle of a firing says so; here that is no news.
  const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
  const sum = { histories: 0, firings: 0, calls: 0 }
  const cases: fc.Arbitrary<Case> = fc.record({
    plan: plans(MOST_EVENTS).filter((plan) => realize(plan).reports.length > 0),
    arrangement: arrangements(MOST_EVENTS),
    weather: weathers,
  })
  const holds = async (one: Case) => {
    const { firings, calls, ...rest } = await live(one)
    sum.histories += 1
    sum.firings += firings
    sum.calls += calls
    return problemsOf({ firings, calls, ...rest }).length === 0
  }
  try {
    const { failed, counterexample, numRuns, numShrinks, errorInstance } = await checkHistories(cases, holds, {
      numRuns: RUNS,
      seed: from,
      path: String(FROM),
      interruptAfterTimeLimit: LIMIT_MS,
    })
    if (failed) {
      const [shortest] = counterexample ?? []
      const described = shortest === undefined ? [] : await describeCase(shortest)
      const found = `Seed ${from}: history ${FROM + numRuns} ended wrong (shrunk ${numShrinks} times)`
      throw new Error([found, ...described, ...(isThrown(errorInstance) ? [String(errorInstance)] : [])].join('\n'))
    }
  } finally {
    silence.mockRestore()
  }
  const { histories, firings, calls } = sum
  figure(`${histories} histories (seed ${from}), ${firings} firings, ${calls} calls compared with the reference model`)
}

function live({ plan, arrangement, weather }: Case): Promise<Comparison> {
  const realized = realize(plan)
  return compare(arrange(realized, arrangement), realized.world, weather)
}

async function describeCase(one: Case): Promise<string[]> {
  const realized = realize(one.plan)
  const history = describeHistory(arrange(realized, one.arrangement), realized.world, one.weather)
  return [...history, 'Wrong', ...problemsOf(await live(one)).map((line) => `  ${line}`)]
}

/** Rather than a history that merely ended wrong. */
function isThrown(error: unknown): boolean {
  return error instanceof Error && !error.message.startsWith('Property failed')
}
