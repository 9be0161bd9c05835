/** The object thrown out of memory before or after any call, and the message delivered again: the effect comes once. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Academy, academy, DAY, DUO, type EventSpec, PIANO, START, STRINGS } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const
const withEnd = { options: { accessDays: 30 } }
const byHand = (shop: Academy) => {
  const user = shop.owner.addUser({ email: 'ada@example.com' })
  vi.setSystemTime(START - DAY)
  shop.owner.enroll({ userId: user.id, courseId: 101 })
  vi.setSystemTime(START)
}

interface Story {
  before?: (shop: Academy) => Promise<unknown> | unknown
  event: EventSpec
  /** The outcome of its refund afterwards. */
  refund: string
  calls: number
}
const stories: Record<string, Story> = {
  'a new customer': { event: {}, refund: 'expired', calls: 2 },
  'a new customer with an end': { event: withEnd, refund: 'expired', calls: 2 },
  'a new customer in a bundle': { event: { target: DUO }, refund: 'expired', calls: 2 },
  'a customer enrolled by hand': { before: byHand, event: {}, refund: 'kept', calls: 3 },
  'a customer enrolled by hand, with an end': { before: byHand, event: withEnd, refund: 'kept', calls: 3 },
  'a known customer': {
    before: (shop) => shop.receive({ order: 'o0', target: STRINGS, product: 'strings' }),
    event: {},
    refund: 'expired',
    calls: 2,
  },
  'an extension': {
    before: (shop) => shop.receive(withEnd),
    event: { order: 'o2', at: 1, ...withEnd },
    refund: 'kept',
    calls: 1,
  },
  'a second bundle': {
    before: (shop) => shop.receive({ order: 'o0', target: STRINGS, product: 'strings' }),
    event: { target: DUO, ...withEnd },
    refund: 'expired',
    calls: 5,
  },
}

/** Evicts the object at the given call, before it reaches Thinkific or after it took effect; its answer is lost. */
function evictAt(shop: Academy, nth: number, when: 'before' | 'after'): () => boolean {
  let calls = 0
  let evicted = false
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    calls += 1
    if (calls !== nth) {
      return shop.simulator.fetch(input as RequestInfo, init as RequestInit)
    }
    if (when === 'after') {
      await shop.simulator.fetch(input as RequestInfo, init as RequestInit)
    }
    evicted = true
    shop.evict()
    return new Promise<Response>(() => undefined)
  })
  return () => evicted
}

describe.each(Object.entries(stories))('%s', (_, { before, event: spec, refund, calls }) => {
  const points = Array.from({ length: calls }, (_, nth) => [nth + 1, 'before'] as const)
  test.each(points.flatMap(([nth]) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'evicted at call %i, %s',
    async (nth, when) => {
      const expected = await access(before, spec)
      const shop = await academy()
      await before?.(shop)
      const job = await shop.job(spec)
      vi.setSystemTime(Math.max(Date.now(), job.happenedAt))
      const evicted = evictAt(shop, nth, when)
      await shop.settle([job])
      // Under load the answer comes first; what goes on in the object is waited for in real time.
      const until = performance.now() + 5_000
      while (!evicted() && performance.now() < until) {
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(evicted()).toBe(true)
      expect((await shop.settled(job)).final).toBe(true)
      expect(shop.owner.access('ada@example.com')).toEqual(expected)
      expect(shop.owner.data.users.size).toBe(1)
      const welcomes = shop.simulator.emails.map(({ to, about }) => `${to} ${about}`)
      expect(new Set(welcomes).size).toBe(welcomes.length)
      const { order = 'o1', product = 'club', target = PIANO } = spec
      expect(await shop.outcome({ ...refunded, order, product, target, at: 2 })).toBe(refund)
    },
  )
})

/** Where the same story ends undisturbed. */
async function access(before: Story['before'], spec: EventSpec) {
  const shop = await academy()
  await before?.(shop)
  await shop.receive(spec)
  return shop.owner.access('ada@example.com')
}

describe('An object thrown out of memory', () => {
  test('settled, with its answer lost: the next answer is the same, without a call', async () => {
    const shop = await academy()
    const job = await shop.job({})
    const first = await shop.settled(job)
    shop.calls()
    shop.evict()
    expect(await shop.settled(job)).toEqual({ ...first, attempts: [] })
    expect(shop.calls()).toEqual([])
  })
})
