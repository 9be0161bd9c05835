import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type Academy,
  academy,
  advanceTime,
  DUO,
  type EventSpec,
  endOfDay,
  HOUR,
  PIANO,
} from '../integrations/thinkific/academy'

const BUYERS = ['ada', 'bob', 'carl'].map((name, index) => ({
  event: `sold-${name}`,
  email: `${name}@example.com`,
  order: `o${index}`,
  at: index,
}))

let shop: Academy

/** Three purchases that no rule acted on. */
beforeEach(async () => {
  shop = await academy()
  for (const buyer of BUYERS) {
    await shop.note(buyer)
  }
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Each of their entries, replayed with the rule that came later. */
async function replay(more: EventSpec = {}) {
  const outcomes: string[] = []
  for (const buyer of BUYERS) {
    outcomes.push(await shop.outcome({ ...buyer, n: 1, origin: 'replay', ...more }))
  }
  return outcomes
}

const whoIsIn = () => BUYERS.map(({ email }) => shop.has(PIANO, email))

describe('A rule that came later than its buyers', () => {
  test('no one is in before the rule, and all are once their purchases are replayed', async () => {
    expect(whoIsIn()).toEqual(['closed', 'closed', 'closed'])
    expect(await replay()).toEqual(['enrolled', 'enrolled', 'enrolled'])
    expect(whoIsIn()).toEqual(['open', 'open', 'open'])
  })

  test('replayed again, they stay in and nothing is called', async () => {
    await replay()
    shop.calls()
    expect(await replay({ n: 2 })).toEqual(['already enrolled', 'already enrolled', 'already enrolled'])
    expect(shop.calls()).toEqual([])
  })

  test.each<[string, EventSpec]>([
    ['refunded', { trigger: 'product.refunded' }],
    ['disputed (a chargeback)', { trigger: 'product.refunded', type: 'product.disputed' }],
  ])('a purchase %s since opens nothing, whatever rule came later', async (ended, news) => {
    await shop.note({ ...BUYERS[1], event: 'ended', at: 5, ...news })
    await advanceTime(6 * HOUR)
    const { sentence } = await shop.receive({ ...BUYERS[1], n: 1, origin: 'replay' })
    expect(sentence).toBe(
      `Club (order o1) was purchased, but it was ${ended} on May 1, 2026, so access to Piano 101 didn’t change.`,
    )
    expect(await replay({ n: 2 })).toEqual(['enrolled', 'superseded', 'enrolled'])
    expect(whoIsIn()).toEqual(['open', 'closed', 'open'])
  })

  test('one canceled since lasts to the end of what was paid', async () => {
    await shop.note({ ...BUYERS[1], event: 'ended', at: 5, trigger: 'subscription.canceled' })
    await advanceTime(6 * HOUR)
    await replay()
    expect(whoIsIn()).toEqual(['open', endOfDay(0), 'open'])
  })

  test('a refund reversed since, and a second purchase of hers, leave her in once', async () => {
    await shop.note({ ...BUYERS[1], event: 'ended', at: 5, trigger: 'product.refunded' })
    await shop.note({
      ...BUYERS[1],
      event: 'undone',
      at: 6,
      trigger: 'product.refunded',
      type: 'product.refund_reversed',
    })
    await shop.note({ ...BUYERS[0], event: 'sold-again', order: 'o9', at: 7 })
    await advanceTime(8 * HOUR)
    expect(await replay()).toEqual(['enrolled', 'enrolled', 'enrolled'])
    shop.calls()
    const again = { ...BUYERS[0], event: 'sold-again', order: 'o9', at: 7, n: 1, origin: 'replay' } as const
    expect(await shop.outcome(again)).toBe('already enrolled')
    expect(shop.calls()).toEqual([])
  })

  test('a bundle opens to all of them, and no longer to who was refunded', async () => {
    await shop.note({ ...BUYERS[2], event: 'ended', at: 5, trigger: 'product.refunded' })
    await advanceTime(6 * HOUR)
    expect(await replay({ target: DUO })).toEqual(['enrolled', 'enrolled', 'superseded'])
    expect(whoIsIn()).toEqual(['open', 'open', 'closed'])
  })

  test('the days of access count from the purchase', async () => {
    await replay({ options: { accessDays: 30 } })
    expect(whoIsIn().every((until) => typeof until === 'number' && until < 31 * 24)).toBe(true)
  })
})
