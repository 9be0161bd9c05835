/** A history in which a rule's firings were undone ends as one in which they never were; what was open before stays open. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { seed, sized } from '../depth'
import { figure } from '../figure'
import { checkHistories } from './check-histories'
import { arrange, arrangements } from './reference/arrangement'
import { type Comparison, compare, type Undone } from './reference/comparison'
import { describeHistory, problemsOf } from './reference/describe-history'
import { plans, realize } from './reference/generate'
import { changeable, fair, stormy } from './reference/weather'

const MOST_EVENTS = 10
const SECOND_MS = 1_000
/** Shrinking stops then; a run without failure just says how far it came. */
const LIMIT_MS = sized(40_000, 3_000_000)
const RUNS = Number(process.env.MODEL_RUNS ?? sized(10, 4_000))

const cases = (weathers: typeof fair) =>
  fc.record({
    plan: plans(MOST_EVENTS).filter((plan) => realize(plan).reports.length > 0),
    arrangement: arrangements(MOST_EVENTS),
    weather: weathers,
    rule: fc.nat(),
    /** After which arrival, and how soon: while it is being settled, or after. */
    after: fc.nat(),
    soon: fc.constantFrom(0, SECOND_MS, 30 * SECOND_MS, 86_400 * SECOND_MS),
  })

type Case = typeof cases extends (weathers: typeof fair) => fc.Arbitrary<infer One> ? One : never

describe('What a rule did, undone at any moment', () => {
  test.each([
    ['in fair weather', fair, 0],
    ['on a Thinkific of any kind', changeable, 1],
    ['whatever fails', stormy, 2],
  ] as const)('leaves everyone as if it had never been (%s)', async (_, weathers, part) => {
    const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
    const sum = { histories: 0, firings: 0 }
    const holds = async (one: Case) => {
      const lived = await live(one)
      sum.histories += 1
      sum.firings += lived.firings
      return problemsOf(lived).length === 0
    }
    const from = seed(part).seed + part
    const { failed, counterexample } = await checkHistories(cases(weathers), holds, {
      numRuns: RUNS,
      seed: from,
      interruptAfterTimeLimit: LIMIT_MS,
      endOnFailure: process.env.MODEL_QUICK !== undefined,
    })
    const [shortest] = counterexample ?? []
    const found = failed && shortest !== undefined ? await describeCase(shortest) : []
    silence.mockRestore()
    expect(found.join('\n')).toBe('')
    figure(`${sum.histories} histories with an undo (seed ${from}), ${sum.firings} other firings`)
  })
})

function readCase({ plan, arrangement, rule, after, soon }: Case) {
  const realized = realize(plan)
  const reports = arrange(realized, arrangement)
  const arrived = reports.map((report) => report.arrived).sort((one, other) => one - other)
  const at = (arrived[after % arrived.length] ?? 0) + soon
  const { rules } = realized.world
  return { reports, world: realized.world, undone: { rule: rules[rule % rules.length]?.id ?? '', at } satisfies Undone }
}

function live(one: Case): Promise<Comparison> {
  const { reports, world, undone } = readCase(one)
  return compare(reports, world, one.weather, undefined, undone)
}

async function describeCase(one: Case): Promise<string[]> {
  const { reports, world, undone } = readCase(one)
  return [
    ...describeHistory(reports, world, one.weather),
    `Undone: ${undone.rule} at ${new Date(undone.at).toISOString()}`,
    ...problemsOf(await live(one)).map((line) => `  ${line}`),
  ]
}
