/** Random mishaps: Thinkific or the way there fails, or the object dies, between any two steps. */
import fc from 'fast-check'
import { MANNERS, type Manner } from '../manners'
import type { FaultKind } from '../simulator/faults'

/** `after` counts the calls a fault could meet (or, for a crash, calls and writes) since the one before. */
export type Mishap =
  | { kind: 'fault'; fault: FaultKind; only: string | null; after: number; effect: boolean; times: number; ms: number }
  | { kind: 'crash'; after: number; at: 'call' | 'write' }
  | { kind: 'part'; part: (typeof PARTS)[number]; manner: Manner; after: number }

/** Of the journal and the site, as dispatch calls them. */
const PARTS = ['receiveAll', 'firings', 'record', 'settle', 'note'] as const

/** Those whose request may or may not have taken effect. */
const LOST: FaultKind[] = ['no answer', 'connection lost', '500', '502 html', '520', '522', '524']
/** Those that did not; access denied is fixed at the next look. */
const REFUSED: FaultKind[] = [
  ...(['429 empty', '429 json', '429 html', '521', '523', '200 html', '401', '403 plan', '403 waf'] as const),
]
/** Those that did. A write whose answer is empty or cut short has not failed. */
const SPOILED: FaultKind[] = ['slow', 'truncated json', '200 empty']

const fault = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.constantFrom(...LOST), fc.boolean()),
      fc.tuple(fc.constantFrom(...REFUSED), fc.constant(false)),
      fc.tuple(fc.constantFrom(...SPOILED), fc.constant(true)),
    ),
    fc.constantFrom(null, null, 'GET', 'POST', 'PUT'),
    fc.nat({ max: 12 }),
    fc.constantFrom(1, 1, 1, 2, 7),
    fc.constantFrom(1_000, 20_000),
  )
  .map(([[fault, effect], only, after, times, ms]): Mishap => {
    return { kind: 'fault', fault, only, effect, after, times, ms }
  })

const crash = fc.record({
  kind: fc.constant('crash' as const),
  after: fc.nat({ max: 12 }),
  at: fc.constantFrom('call' as const, 'write' as const),
})

const part = fc.record({
  kind: fc.constant('part' as const),
  part: fc.constantFrom(...PARTS),
  manner: fc.constantFrom(...MANNERS),
  after: fc.nat({ max: 12 }),
})

export const mishaps: fc.Arbitrary<Mishap[]> = fc.array(fc.oneof(fault, crash, part), { maxLength: 5 })
