/** Turns at a site that two marketplaces share: counted, not timed. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FiringSlots } from '../../../../src/integrations/thinkific/pace/firing-slots'
import { type Academy, academy, START } from '../academy'

/** Of the queue. */
const BATCH = 50

let shop: Academy
let firingSlots: FiringSlots

beforeEach(async () => {
  shop = await academy({}, 120)
  shop.site.integrations.remember(await shop.access('large'))
  shop.site.updatePace()
  firingSlots = shop.site.firingSlots
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Firings of a marketplace that have to wait, of so many that ask at once. */
function waitingOf(marketplace: string, firings: number): string[] {
  const ids = Array.from({ length: firings }, (_, n) => `${marketplace}~${n}`)
  return ids.filter((id) => firingSlots.request(id, 1, START) !== null)
}

/** Their slots as they are now, epoch ms. */
function slotsOf(ids: string[]): number[] {
  return ids.map((id) => firingSlots.request(id, 1, START) ?? START)
}

describe('Turns at a shared site', () => {
  test('a sale waits behind a batch of another marketplace’s at most, however many those are', () => {
    const large = waitingOf('large', 1_400)
    const [sale = 0] = slotsOf(['small~0'])
    expect(slotsOf(large).filter((at) => at < sale).length).toBeLessThanOrEqual(BATCH)
  })

  test('many sales take turns with the other’s: each waits behind as many, and a batch', () => {
    const large = waitingOf('large', 1_400)
    const small = waitingOf('small', 200)
    expect([large.length > 1_000, small.length > 150]).toEqual([true, true])
    const [slots, sales] = [slotsOf(large), slotsOf(small)]
    for (const [n, sale] of sales.entries()) {
      expect(slots.filter((at) => at < sale).length).toBeLessThanOrEqual(n + 1 + BATCH)
    }
    // No slot was given twice.
    expect(new Set([...slots, ...sales]).size).toBe(slots.length + sales.length)
  })

  test('a marketplace alone keeps its order', () => {
    const large = waitingOf('large', 1_400)
    const slots = slotsOf(large)
    expect(slots).toEqual(slots.toSorted((one, other) => one - other))
    expect(slotsOf(large)).toEqual(slots)
  })

  test('a huge order of one lets the other’s sale through after a batch of its firings', async () => {
    const huge = await Promise.all(
      Array.from({ length: 400 }, (_, n) =>
        shop.job({ marketplace: 'large', email: `c${n}@example.com`, order: `o${n}` }),
      ),
    )
    await shop.settle(huge)
    const sale = await shop.job({ marketplace: 'small', email: 'ada@example.com', order: 'small' })
    const [answer] = await shop.settle([sale])
    const turn = answer?.final === false ? answer.at : Date.now()
    const large = (await shop.settle(huge)).flatMap((one) => (one.final ? [] : [one.at]))
    expect(large.length).toBeGreaterThan(5 * BATCH)
    expect(large.filter((at) => at < turn).length).toBeLessThanOrEqual(BATCH)
    expect(await shop.settled(sale)).toMatchObject({ outcome: 'enrolled' })
  })
})
