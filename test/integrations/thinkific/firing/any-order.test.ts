/** Order does not matter: any order of arrival, any repetition, any crash in between end in the same access. */
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { seed, sized } from '../../../depth'
import { academy, CELLO, DAY, DUO, type EventSpec, PIANO, START, STRINGS, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** When everything is delivered: after all of it happened. */
const DELIVERED_AT = START + 100 * DAY
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
    fact: fc.constantFrom<EventSpec>(
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
    fact: fc.constantFrom<EventSpec>({}, {}, { trigger: 'product.refunded', does: 'expire' }, { does: 'expire' }),
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
    facts.map(({ purchase, options, target, at }, index): EventSpec => {
      const { product, ids, fact } = purchase
      return { ...fact, ...ids, product, options, target, at, event: `e${index}` }
    }),
  )

const delivery = history.chain((specs) =>
  fc.record({
    specs: fc.constant(specs),
    order: fc
      .shuffledSubarray([...specs.keys(), ...specs.keys()], { minLength: specs.length })
      .map((some) => [...some, ...[...specs.keys()].filter((index) => !some.includes(index))]),
    evictions: fc.array(fc.nat(specs.length), { maxLength: 2 }),
  }),
)

async function accessAfter(specs: EventSpec[], evictions: number[] = []) {
  const shop = await academy()
  vi.setSystemTime(DELIVERED_AT)
  for (const [index, one] of specs.entries()) {
    if (evictions.includes(index)) {
      shop.evict()
    }
    await shop.receive(one)
  }
  return [PIANO, VIOLIN, CELLO].map((course) => shop.has(course))
}

describe('Any order', () => {
  test('of arrival, with repeats and evictions', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async ({ specs, order, evictions }) => {
        const inOrder = [...specs].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
        const swapped = order.flatMap((index) => specs[index] ?? [])
        expect(await accessAfter(swapped, evictions)).toEqual(await accessAfter(inOrder))
      }),
      { numRuns: sized(60, 2_000), ...seed(11) },
    )
  })

  test('of delivery: events delivered again make no call', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (specs) => {
        const shop = await academy()
        vi.setSystemTime(DELIVERED_AT)
        for (const one of specs) {
          await shop.receive(one)
        }
        shop.calls()
        for (const one of specs) {
          await shop.receive(one)
        }
        expect(shop.calls().filter((call) => !call.startsWith('GET'))).toEqual([])
      }),
      { numRuns: sized(40, 1_000), ...seed(11) },
    )
  })
})

describe('An event that names no time, whose later arrival was taken in first', () => {
  test('is dated back, by which what it had closed may be open again', async () => {
    const shop = await academy()
    const sale = { order: 'o1', product: 'club' }
    const refund = { ...sale, event: 'refund', trigger: 'product.refunded' } as const
    await shop.receive({ ...sale, target: PIANO })
    await shop.note({ ...sale, event: 'back', trigger: 'product.refunded', type: 'product.refund_reversed', at: 47 })
    await shop.receive({ ...refund, does: 'expire', target: PIANO, at: 48 })
    expect(shop.has(PIANO)).toBe('closed')
    await shop.note({ ...refund, at: 46 })
    expect(shop.has(PIANO)).toBe('open')
  })
})
