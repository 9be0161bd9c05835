/** Short histories, told by hand. */
import type { Target } from '../../src/integrations/thinkific/actions'
import type { FaultKind } from '../simulator/faults'
import { buildHistory, type Plan } from './histories'
import type { Mishap } from './mishaps'
import { matchesModel } from './property'
import { live } from './run'
import type { Setup } from './setups'
import type { Life } from './stories'

export const course = (id: string): Target => ({ kind: 'course', id, name: `Course ${id}` })
export const bundle = (id: string): Target => ({ kind: 'bundle', id, name: `Bundle ${id}` })

export function setup(given: Partial<Setup> & Pick<Setup, 'product' | 'target'>): Setup {
  return {
    ...{ second: false, opensOn: ['product.purchased'], endsOn: [], accessDays: null, end: { when: 'at_once' } },
    ...{ removeAlways: false, removes: null, skipTest: false, ...given },
  }
}

export function life(
  product: string,
  words: [Life['words'][number]['word'], number][],
  given: Partial<Life> = {},
): Life {
  return {
    ...{
      second: false,
      product,
      otherEmail: false,
      recurring: true,
      test: false,
      startDay: 0,
      naming: 'both',
      joined: false,
      refundFirst: false,
    },
    ...{ namesPeriod: false, counts: false, words: words.map(([word, days]) => ({ word, days, bits: 0 })), ...given },
  }
}

/** No answer (or another fault) to the call after so many. */
export function lost(after: number, effect: boolean, fault: FaultKind = 'no answer'): Mishap {
  return { kind: 'fault', fault, only: null, effect, after, times: 1, ms: 1_000 }
}

export type Given = Partial<Plan> & { found?: string; when?: 'before' | 'after' }

export async function livesRight(setups: Setup[], lives: Life[], given: Given = {}) {
  const { found, when = 'before', ...plan } = given
  const customers = [
    {
      lives,
      movesOn: null,
      administrator: false,
      found: found === undefined ? [] : [{ target: found, when, days: null }],
    },
  ]
  const usual = {
    facts: false,
    arrival: 'ordered' as const,
    lateness: [],
    switches: {},
    mishaps: [],
    luck: 1,
    two: false,
  }
  const lived = await live(buildHistory({ ...usual, setups, customers, ...plan }))
  matchesModel(lived)
  return lived.product
}
