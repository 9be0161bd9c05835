/** Too many requests, and clocks that differ. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Academy, academy, PIANO } from '../integrations/thinkific/academy'
import { json, spoil } from './spoil'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('429, too many requests', () => {
  const inHalfAMinute = () => String(Date.now() + 30 * SECOND)

  test.each([
    ['waits until the reset it names', () => ({ 'ratelimit-reset': inHalfAMinute() }), 30 * SECOND],
    [
      'reads the reset by the clock that wrote it, even an hour ahead',
      () => ({
        'ratelimit-reset': String(Date.now() + HOUR + 30 * SECOND),
        date: new Date(Date.now() + HOUR).toUTCString(),
      }),
      30 * SECOND,
    ],
    ['waits a minute where it names none', () => ({}), MINUTE],
    ['waits five minutes at most', () => ({ 'ratelimit-reset': String(Date.now() + 3 * HOUR) }), 5 * MINUTE],
  ])('%s', async (_, headers, wait) => {
    const shop = await academy()
    const { refusedAt } = await refusedOnce(shop, headers)
    const held = await shop.job({ email: 'ben@example.com', order: 'o2' })
    expect(await shop.settled(held)).toMatchObject({ outcome: 'enrolled' })
    const next = Math.min(...shop.simulator.calls.map(({ at }) => at)) - refusedAt
    expect(next).toBeGreaterThanOrEqual(wait - SECOND)
    expect(next).toBeLessThan(wait + 5 * SECOND)
  })

  test('is no failed attempt: the site is not held, and the ladder not climbed', async () => {
    const shop = await academy()
    const { job } = await refusedOnce(shop, () => ({ 'ratelimit-reset': inHalfAMinute() }), 5)
    expect(shop.site.circuit).toBeNull()
    shop.simulator.faults.add({ kind: '500', effect: false })
    const later = await shop.settled(job, 8)
    expect(later).toMatchObject({ final: true, outcome: 'enrolled' })
    expect(shop.has(PIANO)).toBe('open')
  })
})

/** A firing that met so many 429 in a row. */
async function refusedOnce(shop: Academy, headers: () => Record<string, string>, times = 1) {
  spoil(shop, ['POST', /\/users$/], () => json('', 429, headers()), times)
  const job = await shop.job({})
  expect(await shop.settle([job])).toMatchObject([{ final: false, reason: 'rate limit', parked: false }])
  return { job, refusedAt: Date.now() }
}

describe('our clock and Thinkific’s differ', () => {
  test.each([-10 * MINUTE, 10 * MINUTE])('access ends at once with Thinkific %i ms away from us', async (apart) => {
    const shop = await academy()
    await shop.receive({})
    const world = shop.simulator.world
    const ours = world.now
    world.now = () => ours() + apart
    expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', at: 1 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test.each([-10 * MINUTE, 10 * MINUTE])(
    'access found is distinguished from access given, %i ms apart',
    async (apart) => {
      const shop = await academy()
      const world = shop.simulator.world
      const ours = world.now
      world.now = () => ours() + apart
      expect(await shop.outcome({})).toBe('enrolled')
      expect(await shop.outcome({ trigger: 'product.refunded', does: 'expire', at: 1 })).toBe('expired')
    },
  )
})
