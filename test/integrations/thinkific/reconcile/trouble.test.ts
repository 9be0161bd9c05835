/** What a reading meets: limits, outages, a key that is refused, and a launch that begins. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readComparedPage } from '../../../../src/integrations/thinkific/reconcile/site-reconciler'
import { type Academy, academy, advanceTime, HOUR, PIANO, runToEnd } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const read = async (shop: Academy) => runToEnd(readComparedPage(shop.site, await shop.access('shop'), PIANO, 1))

describe('A reading', () => {
  test('a reconcile meets 429: it waits for the time that Thinkific names, and so does everything else', async () => {
    const shop = await academy()
    shop.simulator.faults.add({ kind: '429 html', times: 1 })
    const answer = await read(shop)
    expect(answer).toMatchObject({ state: 'wait', calls: 1 })
    expect(answer.state === 'wait' && answer.at).toBeGreaterThan(Date.now())
    await advanceTime(2 * 60_000)
    expect(await read(shop)).toMatchObject({ state: 'read', calls: 1 })
  })

  test('a reconcile meets an outage: it calls no more until the site is known to answer', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.simulator.faults.add({ kind: '500', times: 5 })
    for (let n = 0; n < 5; n += 1) {
      expect(await read(shop)).toMatchObject({
        state: 'failed',
        sentence: 'Thinkific answered with a server error (500).',
      })
      await advanceTime(61_000)
    }
    shop.calls()
    expect(await read(shop)).toMatchObject({ state: 'blocked', calls: 0 })
    expect(shop.calls()).toEqual([])
    await advanceTime(HOUR)
    await shop.ring()
    expect(await read(shop)).toMatchObject({ state: 'read' })
  })

  test('a reconcile meets a rejected key: it says so, and calls no more', async () => {
    const shop = await academy()
    shop.owner.resetApiKey('another-key-of-the-academy-000000')
    expect(await read(shop)).toMatchObject({ state: 'blocked', calls: 1 })
    expect(await read(shop)).toMatchObject({ state: 'blocked', calls: 0 })
  })

  test('a reconcile while a launch runs: it waits until no firing runs or waits', async () => {
    const shop = await academy({}, 120)
    const jobs = await Promise.all(
      Array.from({ length: 100 }, (_, n) => shop.job({ email: `buyer${n}@example.com`, order: `o${n}` })),
    )
    const launch = shop.settle(jobs)
    expect(await read(shop)).toMatchObject({ state: 'wait', calls: 0 })
    await launch
    expect(shop.simulator.calls.filter(({ path }) => path.includes('course_id'))).toEqual([])
  })
})
