/** Order does not matter: any order of arrival, any repetition, any crash in between come to the same access. */
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { seed, sized } from '../../../depth'
import { academy, CELLO, DAY, DUO, PIANO, START, STRINGS, type Told, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** When everything is told: after all of it happened. */
const TOLD_AT = START + 100 * DAY
const TARGETS = [PIANO, VIOLIN, DUO, STRINGS]

/** One subscription and two single orders; an id may be missing where it leaves no doubt. */
const purchase = fc.oneof(
  fc.record({
    product: fc.constant('club'),
    ids: fc.constantFrom(
      { order: 'o1', subscription: 's1' },
      { order: 'o1', subscription: null },
      { order: null, subscription: 's1' },
    ),
    fact: fc.constantFrom<Told>(
      {},
      { trigger: 'subscription.charged' },
      { trigger: 'subscription.restarted' },
      { trigger: 'subscription.canceled', does: 'expire' },
      { trigger: 'subscription.delinquent', does: 'expire' },
      { trigger: 'product.refunded', does: 'expire' },
    ),
  }),
  fc.record({
    product: fc.constantFrom('piano', 'bonus'),
    ids: fc.constant({ order: 'single', subscription: null }),
    fact: fc.constantFrom<Told>({}, {}, { trigger: 'product.refunded', does: 'expire' }, { does: 'expire' }),
  }),
)
const options = fc.constantFrom({}, {}, { accessDays: 60 }, { accessDays: 200 }, { removeAlways: true }, {
  end: { when: 'later', days: 120 },
} as const)

const history = fc
  .array(fc.record({ purchase, options, target: fc.constantFrom(...TARGETS), at: fc.integer({ min: 0, max: 6 }) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((facts) =>
    facts.map(({ purchase, options, target, at }, index): Told => {
      const { product, ids, fact } = purchase
      return { ...fact, ...ids, product, options, target, at, event: `e${index}` }
    }),
  )

const delivery = history.chain((told) =>
  fc.record({
    told: fc.constant(told),
    order: fc
      .shuffledSubarray([...told.keys(), ...told.keys()], { minLength: told.length })
      .map((some) => [...some, ...[...told.keys()].filter((index) => !some.includes(index))]),
    evictions: fc.array(fc.nat(told.length), { maxLength: 2 }),
  }),
)

async function accessAfter(told: Told[], evictions: number[] = []) {
  const shop = await academy()
  vi.setSystemTime(TOLD_AT)
  for (const [index, one] of told.entries()) {
    if (evictions.includes(index)) shop.evict()
    await shop.tell(one)
  }
  return [PIANO, VIOLIN, CELLO].map((course) => shop.has(course))
}

test('of arrival, with repeats and evictions', async () => {
  await fc.assert(
    fc.asyncProperty(delivery, async ({ told, order, evictions }) => {
      const inOrder = [...told].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
      const swapped = order.flatMap((index) => told[index] ?? [])
      expect(await accessAfter(swapped, evictions)).toEqual(await accessAfter(inOrder))
    }),
    { numRuns: sized(60, 2_000), ...seed(11) },
  )
})

test('of delivery: told again, nothing is called', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (told) => {
      const shop = await academy()
      vi.setSystemTime(TOLD_AT)
      for (const one of told) await shop.tell(one)
      shop.calls()
      for (const one of told) await shop.tell(one)
      expect(shop.calls().filter((call) => !call.startsWith('GET'))).toEqual([])
    }),
    { numRuns: sized(40, 1_000), ...seed(11) },
  )
})
