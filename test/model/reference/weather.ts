/** Fair weather; a Thinkific that behaves in any of the undocumented ways; and one that fails between any two steps. */
import fc from 'fast-check'
import { CHOICES, type Switches } from '../../simulator/switches'
import { mishaps } from '../mishaps'
import type { Weather } from './comparison'

const luck = fc.nat()
const switches = fc.record(
  {
    ...Object.fromEntries(Object.entries(CHOICES).map(([name, values]) => [name, fc.constantFrom(...values)])),
    searchLagSeconds: fc.constantFrom(0, 20),
    bundleDelaySeconds: fc.constantFrom(5, 120),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<Switches>>

export const fair: fc.Arbitrary<Weather> = fc.record({
  luck,
  switches: fc.constant({}),
  mishaps: fc.constant<Weather['mishaps']>([]),
})
export const changeable: fc.Arbitrary<Weather> = fc.record({
  luck,
  switches,
  mishaps: fc.constant<Weather['mishaps']>([]),
})
export const stormy: fc.Arbitrary<Weather> = fc.record({ luck, switches, mishaps })
