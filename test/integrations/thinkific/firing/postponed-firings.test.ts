/** What only waits asks for nothing: it may be given up, its rule switched off or its customer erased meanwhile. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { eraseFromSite } from '../../../../src/integrations/thinkific/customers/erasure'
import { academy, advanceTime, CELLO, DUO, type EventSpec, HOUR, PIANO, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const

/** A shop in which this one waits, since Thinkific failed once. */
async function waiting(spec: EventSpec, before: EventSpec[] = []) {
  const shop = await academy()
  for (const one of before) {
    await shop.receive(one)
  }
  shop.simulator.faults.add({ kind: '500', times: 1 })
  const job = await shop.job(spec)
  vi.setSystemTime(Math.max(Date.now(), job.happenedAt))
  const [settling] = await shop.settle([job])
  expect(settling).toMatchObject({ final: false, reason: 'temporary' })
  await advanceTime(60_000)
  return { shop, job }
}

describe('A postponed firing', () => {
  test('what a create that never came back would have opened is not opened by the purchase’s next event', async () => {
    const { shop } = await waiting({ target: PIANO, order: 'o1' })
    await shop.receive({ target: VIOLIN, n: 1, trigger: 'subscription.charged', order: 'o1', at: 1 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'open'])
  })

  test('a postponed firing keeps no customer enrolled', async () => {
    const bonus = { order: 'o2', product: 'bonus', target: DUO, options: { accessDays: 10 }, at: 1 }
    const { shop } = await waiting(bonus, [{ order: 'o1' }])
    expect(await shop.outcome({ ...refunded, order: 'o1', at: 2 })).toBe('expired')
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('an ending or a removal that never came back ends nothing', async () => {
    for (const does of [refunded, { product: 'other', order: 'o9', does: 'expire' } as const]) {
      const { shop } = await waiting({ ...does, at: 1 }, [{ order: 'o1' }])
      await shop.receive({ order: 'o2', target: VIOLIN, product: 'violin', at: 2 })
      await shop.receive({ order: 'o1', trigger: 'subscription.charged', at: 3 })
      expect(shop.has(PIANO)).toBe('open')
    }
  })

  test('erased while a create waits, they are not enrolled by what comes later', async () => {
    const { shop } = await waiting({ target: PIANO }, [{ target: CELLO, n: 5 }])
    await eraseFromSite(shop.site, 'shop', 'ada@example.com')
    await shop.receive({ ...refunded, target: CELLO, at: 1 })
    expect([shop.has(PIANO), shop.has(CELLO)]).toEqual(['closed', 'closed'])
  })

  test('its purchase’s ids are known all the same: the order and its subscription are one', async () => {
    const { shop } = await waiting({ target: PIANO, order: 'o1', subscription: 's1' }, [
      { order: 'o0', product: 'cello', target: CELLO },
    ])
    await shop.receive({
      target: VIOLIN,
      n: 1,
      trigger: 'subscription.charged',
      order: null,
      subscription: 's1',
      at: 1,
    })
    expect(await shop.outcome({ ...refunded, target: VIOLIN, order: 'o1', at: 2 })).toBe('expired')
  })

  test('a refund ends what an unanswered call opened, and the create that comes back is superseded', async () => {
    const shop = await academy()
    await shop.receive({ target: CELLO, product: 'cello', order: 'o0' })
    shop.simulator.faults.add({ kind: '524', effect: true, times: 1 })
    const job = await shop.job({ order: 'o1' })
    expect(await shop.settle([job])).toMatchObject([{ final: false }])
    expect(shop.has(PIANO)).toBe('open')
    await advanceTime(HOUR)
    expect(await shop.outcome({ ...refunded, order: 'o1', at: 1 })).toBe('expired')
    expect(await shop.settled(job)).toMatchObject({ outcome: 'superseded' })
    expect(shop.has(PIANO)).toBe('closed')
  })
})
