/** Random mishaps: Thinkific or the way there fails, or the object dies, between any two steps. */
import fc from 'fast-check'
import type { FaultKind } from '../simulator/faults'

/** `after` counts calls (or, for a crash, calls and writes) since the one before. */
export type Mishap =
  | { kind: 'fault'; after: number; fault: FaultKind; effect: boolean; times: number; ms: number }
  | { kind: 'crash'; after: number; at: 'call' | 'write' }

/** Those whose request may or may not have taken effect. */
const LOST: FaultKind[] = ['no answer', 'connection lost', '500', '502 html', '520', '522', '524']
/** Those that did not. */
const REFUSED: FaultKind[] = ['429 empty', '429 json', '429 html', '521', '523', '200 html', '401']
/** Those that did; not an empty 200, which is how a bundle's enrollment truly answers. */
const SPOILED: FaultKind[] = ['slow']

const fault = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.constantFrom(...LOST), fc.boolean()),
      fc.tuple(fc.constantFrom(...REFUSED), fc.constant(false)),
      fc.tuple(fc.constantFrom(...SPOILED), fc.constant(true)),
    ),
    fc.nat({ max: 12 }),
    fc.constantFrom(1, 1, 1, 2, 7),
    fc.constantFrom(1_000, 20_000),
  )
  .map(([[fault, effect], after, times, ms]): Mishap => ({ kind: 'fault', fault, effect, after, times, ms }))

const crash = fc.record({
  kind: fc.constant('crash' as const),
  after: fc.nat({ max: 12 }),
  at: fc.constantFrom('call' as const, 'write' as const),
})

export const mishaps: fc.Arbitrary<Mishap[]> = fc.array(fc.oneof(fault, crash), { maxLength: 5 })
