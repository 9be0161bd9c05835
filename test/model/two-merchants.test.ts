import fc from 'fast-check'
import { describe, test, vi } from 'vitest'
import { seed, sized } from '../depth'
import { figure } from '../figure'
import { checkHistories } from './check-histories'
import { describeHistory } from './reference/describe-history'
import { compareBoth, type Two, twos } from './reference/two-merchants'

describe('Two merchants', () => {
  test('of two merchants on one site, one whose credential dies and returns neither opens nor keeps anything meanwhile', async () => {
    const from = seed(0).seed
    const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
    const sum = { histories: 0 }
    const cases = fc.record({ two: twos, luck: fc.nat() })
    const holds = async ({ two, luck }: { two: Two; luck: number }) => {
      sum.histories += 1
      return (await compareBoth(two, luck)).length === 0
    }
    const { failed, counterexample } = await checkHistories(cases, holds, {
      numRuns: sized(40, 10_000),
      seed: from,
      interruptAfterTimeLimit: sized(40_000, 3_000_000),
    })
    silence.mockRestore()
    const [shortest] = counterexample ?? []
    if (failed && shortest !== undefined) {
      const { two, luck } = shortest
      const described = describeHistory(two.reports, two.world, { switches: {}, mishaps: [], luck })
      const { from: refused, to } = two.refused
      const when = `Refused from ${new Date(refused).toISOString()} to ${new Date(to).toISOString()}`
      throw new Error([`Seed ${from}`, ...described, when, ...(await compareBoth(two, luck))].join('\n'))
    }
    figure(`${sum.histories} histories of two merchants (seed ${from}) lived with and without a refusal`)
  })
})
