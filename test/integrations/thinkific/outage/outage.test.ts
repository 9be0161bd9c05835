/** What goes on without anybody: a site that is silent for a day, too many requests. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ThinkificJob } from '../../../../src/integrations/thinkific/thinkific-job'
import { academy, advanceTime, HOUR, PIANO, runToEnd } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const

describe('An outage', () => {
  test('after five failures in a row the others are put off without a call', async () => {
    const shop = await academy()
    shop.simulator.faults.startOutage('academy')
    for (let n = 0; n < 5; n += 1) {
      await shop.settle([await shop.job({ email: `c${n}@example.com`, order: `o${n}` })])
    }
    shop.calls()
    const [late] = await shop.settle([await shop.job({ email: 'late@example.com', order: 'late' })])
    expect(late).toMatchObject({ final: false, reason: 'held', parked: false, attempts: [] })
    expect(shop.calls()).toEqual([])
  })

  test('the circuit outlives an eviction, stored under the names that 0.1.0 reads', async () => {
    const shop = await academy()
    shop.simulator.faults.startOutage('academy')
    for (let n = 0; n < 5; n += 1) {
      await shop.settle([await shop.job({ email: `c${n}@example.com`, order: `o${n}` })])
    }
    const { circuit } = shop.site
    expect(shop.site.storage.readFact('hold')).toMatchObject({ v: 1, failures: 5, held: { rung: 1 } })
    shop.evict()
    expect(shop.site.circuit).toEqual(circuit)
  })

  test('a day’s outage loses nothing and needs no click', async () => {
    const shop = await academy()
    await shop.receive({ email: 'known@example.com', order: 'k' })
    shop.simulator.faults.startOutage('academy')
    const jobs = await Promise.all([
      ...Array.from({ length: 6 }, (_, n) => shop.job({ email: `c${n}@example.com`, order: `o${n}` })),
      shop.job({ ...refunded, email: 'known@example.com', order: 'k', at: 1 }),
    ])
    let waiting: ThinkificJob[] = jobs
    const parked = new Set<string>()
    for (let hour = 0; hour < 24; hour += 1) {
      await advanceTime(HOUR)
      await shop.ring()
      for (const job of waiting) {
        const [settling] = await shop.settle([job])
        expect(settling?.final).toBe(false)
        if (settling?.final === false && settling.parked) {
          parked.add(job.firing.id)
        }
      }
      waiting = waiting.filter((job) => !parked.has(job.firing.id))
    }
    expect(parked.size).toBe(7)
    expect(shop.released).toEqual([])
    shop.simulator.faults.endOutage('academy')
    await advanceTime(HOUR)
    await shop.ring()
    await shop.ring()
    expect(shop.released).toEqual([
      expect.stringMatching(/^shop \{"site":"academy","held":\{"since":\d+,"until":\d+\}\}$/),
    ])
    for (const job of jobs) {
      expect((await shop.settled(job)).final).toBe(true)
    }
    expect(jobs.slice(0, 6).map((_, n) => shop.has(PIANO, `c${n}@example.com`))).toEqual(Array(6).fill('open'))
    expect(shop.has(PIANO, 'known@example.com')).toBe('closed')
    expect(shop.owner.data.users.size).toBe(7)
  })

  test('what two marketplaces have parked for a silent site is put back in both', async () => {
    const shop = await academy()
    shop.simulator.faults.startOutage('academy')
    const began = Date.now()
    for (const marketplace of ['shop', 'other', 'shop', 'other', 'shop']) {
      await shop.settle([await shop.job({ marketplace, order: `${marketplace} ${Date.now()}` })])
    }
    await advanceTime(13 * HOUR)
    shop.simulator.faults.endOutage('academy')
    await shop.ring()
    await shop.ring()
    const [since, until] = [began, Date.now()]
    const held = `{"site":"academy","held":${JSON.stringify({ since, until })}}`
    expect(shop.released.sort()).toEqual([`other ${held}`, `shop ${held}`])
  })

  test('a journal that cannot be reached is asked again until what is parked is back in line', async () => {
    const shop = await academy()
    shop.simulator.faults.startOutage('academy')
    for (let n = 0; n < 5; n += 1) {
      await shop.settle([await shop.job({ order: `o${n}` })])
    }
    shop.simulator.faults.endOutage('academy')
    const release = vi.spyOn(shop.ports, 'releaseParked').mockImplementationOnce(async () => {
      throw new Error('overloaded')
    })
    await advanceTime(HOUR)
    await shop.ring()
    shop.evict()
    await shop.ring()
    expect(release).toHaveBeenCalledTimes(2)
    expect(shop.released).toHaveLength(1)
    await shop.ring()
    expect(shop.released).toHaveLength(1)
  })

  test('what is to be put back while something else is being put back is not forgotten', async () => {
    const shop = await academy()
    await shop.settle([await shop.job({}), await shop.job({ marketplace: 'rival', order: 'r' })])
    const { releaseParked } = shop.ports
    vi.spyOn(shop.ports, 'releaseParked').mockImplementationOnce((marketplace, filter) => {
      shop.site.releases.request({ integration: 'integration-rival' })
      return releaseParked(marketplace, filter)
    })
    shop.site.releases.request({ integration: 'integration-shop' })
    await shop.ring()
    await shop.ring()
    await shop.ring()
    expect(shop.released).toEqual([
      'shop {"integration":"integration-shop"}',
      'rival {"integration":"integration-rival"}',
    ])
  })

  test('a site whose last integration was deleted is probed no more', async () => {
    const shop = await academy()
    shop.simulator.faults.startOutage('academy')
    for (let n = 0; n < 5; n += 1) {
      await shop.settle([await shop.job({ order: `o${n}` })])
    }
    shop.site.integrations.forget(() => true)
    shop.calls()
    await advanceTime(HOUR)
    await shop.ring()
    expect(shop.calls()).toEqual([])
    expect(shop.kept.alarm()).toBeNull()
    await shop.settle([await shop.job({ order: 'o9' })])
    expect(shop.calls()).toHaveLength(1)
  })

  test('a 429 waits for its reset, holds the site, and is no failed attempt', async () => {
    const shop = await academy()
    await shop.receive({ order: 'first', email: 'first@example.com' })
    shop.simulator.faults.add({ kind: '429 html' })
    const [waiting] = await shop.settle([await shop.job({})])
    expect(waiting).toMatchObject({ final: false, reason: 'rate limit', parked: false })
    const refused = Date.now()
    shop.calls()
    await shop.settled(await shop.job({ order: 'o2', email: 'ben@example.com' }))
    expect(Math.min(...shop.simulator.calls.map(({ at }) => at))).toBeGreaterThanOrEqual(refused + 1_900)
    expect(shop.site.circuit).toBeNull()
  })

  test('each firing of a backlog gets a slot, and all go out at the site’s pace', async () => {
    const shop = await academy({}, 60)
    const jobs = await Promise.all(
      Array.from({ length: 45 }, (_, n) => shop.job({ email: `c${n}@example.com`, order: `o${n}` })),
    )
    const answers = await shop.settle(jobs)
    const later = answers.flatMap((one) => (one.final ? [] : [one]))
    expect(later.length).toBeGreaterThan(10)
    expect(new Set(later.map(({ reason }) => reason))).toEqual(new Set(['pace']))
    // Side by side they move one clock on: on a busy machine each comes back many times before its work is done.
    const settled = await Promise.all(jobs.map((job) => shop.settled(job, 1_000)))
    expect(settled.map((one) => (one.final ? one.outcome : one.reason))).toEqual(jobs.map(() => 'enrolled'))
    expect(shop.simulator.counts().statuses[429] ?? 0).toBe(0)
    expect(shop.simulator.counts().total).toBe(90)
  })

  test('what a person looks up is not stuck behind a burst', async () => {
    const shop = await academy({}, 120)
    const jobs = await Promise.all(
      Array.from({ length: 90 }, (_, n) => shop.job({ email: `c${n}@example.com`, order: `o${n}` })),
    )
    await shop.settle(jobs)
    const { InteractiveCalls } = await import('../../../../src/integrations/thinkific/site/interactive-calls')
    const started = Date.now()
    expect(
      await runToEnd(new InteractiveCalls(shop.site).lookUp(await shop.access('shop'), 'eve@example.com')),
    ).toEqual({
      ok: true,
      user: null,
    })
    expect(Date.now() - started).toBeLessThan(8_000)
  })

  test('one customer’s firings run in order, different customers’ side by side', async () => {
    const shop = await academy()
    const together = await Promise.all([
      shop.job({ at: 0 }),
      shop.job({ ...refunded, at: 1 }),
      shop.job({ order: 'o2', at: 2 }),
    ])
    await shop.settle(together)
    for (const job of together) {
      await shop.settled(job)
    }
    expect(shop.owner.data.users.size).toBe(1)
    expect(shop.has(PIANO)).toBe('open')
    const many = await Promise.all(
      Array.from({ length: 4 }, (_, n) => shop.job({ email: `c${n}@example.com`, order: `c${n}` })),
    )
    shop.simulator.faults.add({ kind: 'slow', times: 4 })
    await shop.settle(many)
    expect(Math.max(...shop.simulator.calls.map(({ inFlight }) => inFlight))).toBeGreaterThan(1)
  })

  test('two events of one purchase under two emails at once let the one in who has it, whichever is first', async () => {
    const shop = await academy()
    const s1 = { order: null, subscription: 's1', trigger: 'subscription.charged' } as const
    const both = await Promise.all([shop.job({ ...s1, at: 0 }), shop.job({ ...s1, email: 'ben@example.com', at: 1 })])
    await shop.settle(both)
    expect(['ada@example.com', 'ben@example.com'].filter((email) => shop.has(PIANO, email) === 'open')).toEqual([
      'ada@example.com',
    ])
  })
})
