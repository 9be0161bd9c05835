/** Many firings that need to know what a bundle holds, at the same moment. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ThinkificJob } from '../../../../src/integrations/thinkific/thinkific-job'
import { type Academy, academy, CELLO, DUO, type EventSpec, PIANO, STRINGS, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const MANY = Array.from({ length: 30 }, (_, n) => `c${n}@example.com`)
const HALF = MANY.slice(0, 15)
const OTHERS = MANY.slice(15)
/** A second product, of which something can be said only once it is known what the bundle holds. */
const BESIDES = { target: CELLO, product: 'cello', at: 1 } as const
const REFUND = { trigger: 'product.refunded', does: 'expire', target: DUO, at: 26 } as const

const jobsFor = (shop: Academy, emails: string[], spec: EventSpec) =>
  Promise.all(emails.map((email) => shop.job({ ...spec, email, order: `${spec.product ?? 'club'} of ${email}` })))

async function outcomes(shop: Academy, jobs: ThinkificJob[]): Promise<string[]> {
  return (await shop.settle(jobs)).map((one) => (one.final ? one.outcome : one.reason))
}

/** Everyone buys a bundle and nothing else, so that no firing has to know what it contains. */
async function sell(shop: Academy, target = DUO, emails = MANY): Promise<void> {
  expect(await outcomes(shop, await jobsFor(shop, emails, { target }))).toEqual(emails.map(() => 'enrolled'))
  expect(readings(shop, target)).toBe(0)
}

/** Every reading takes a second, so that all who need one ask while it is under way. Answers how many were at once. */
function slowReadings(shop: Academy): () => number {
  let underway = 0
  let most = 0
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const isReading = (init?.method ?? 'GET') === 'GET' && /\/bundles\/\d+$/.test(String(input))
    underway += isReading ? 1 : 0
    most = Math.max(most, underway)
    const answer = await shop.simulator.fetch(input, init)
    if (isReading) {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      underway -= 1
    }
    return answer
  })
  return () => most
}

function readings(shop: Academy, { id }: typeof DUO): number {
  return shop.simulator.calls.filter(({ method, path }) => method === 'GET' && path === `/bundles/${id}`).length
}

describe('A bundle that many firings need to read', () => {
  test('is read once for all that create access at the same moment', async () => {
    const shop = await academy()
    slowReadings(shop)
    await sell(shop)
    expect(await outcomes(shop, await jobsFor(shop, MANY, BESIDES))).toEqual(MANY.map(() => 'enrolled'))
    expect(readings(shop, DUO)).toBe(1)
  })

  test('is read once for all that end access at the same moment, once what was read is a day old', async () => {
    const shop = await academy()
    slowReadings(shop)
    await sell(shop)
    await outcomes(shop, await jobsFor(shop, MANY, BESIDES))
    vi.setSystemTime(Date.now() + 26 * 3_600_000)
    expect(await outcomes(shop, await jobsFor(shop, MANY, REFUND))).toEqual(MANY.map(() => 'expired'))
    expect(readings(shop, DUO)).toBe(2)
    expect(MANY.map((email) => shop.has(VIOLIN, email))).toEqual(MANY.map(() => 'closed'))
    expect(MANY.map((email) => shop.has(CELLO, email))).toEqual(MANY.map(() => 'open'))
  })

  test('is read once for those that create and those that end', async () => {
    const shop = await academy()
    slowReadings(shop)
    await sell(shop)
    const ending = { ...REFUND, target: PIANO, product: 'piano', at: 1 }
    const jobs = [...(await jobsFor(shop, HALF, BESIDES)), ...(await jobsFor(shop, OTHERS, ending))]
    expect(new Set(await outcomes(shop, jobs))).toEqual(new Set(['enrolled', 'kept']))
    expect(readings(shop, DUO)).toBe(1)
    expect(OTHERS.map((email) => shop.has(PIANO, email))).toEqual(OTHERS.map(() => 'open'))
  })

  test('is read once however late the answer is', async () => {
    const shop = await academy()
    await sell(shop)
    shop.simulator.faults.add({ kind: 'slow', ms: 9_000, match: ({ path }) => path.startsWith('/bundles/') })
    const jobs = await jobsFor(shop, MANY, BESIDES)
    expect(new Set(await outcomes(shop, jobs))).toEqual(new Set(['busy']))
    const settled = await Promise.all(jobs.map((job) => shop.settled(job)))
    expect(settled.map((one) => one.final && one.outcome)).toEqual(MANY.map(() => 'enrolled'))
    expect(readings(shop, DUO)).toBe(1)
  })

  test('is read beside another one', async () => {
    const shop = await academy()
    slowReadings(shop)
    await sell(shop, DUO, HALF)
    await sell(shop, STRINGS, OTHERS)
    const piano = { ...BESIDES, target: PIANO, product: 'piano' }
    await outcomes(shop, [...(await jobsFor(shop, HALF, BESIDES)), ...(await jobsFor(shop, OTHERS, piano))])
    expect([readings(shop, DUO), readings(shop, STRINGS)]).toEqual([1, 1])
  })

  test('is asked for by the next in line where a reading fails, one at a time', async () => {
    const shop = await academy()
    const mostAtOnce = slowReadings(shop)
    await sell(shop)
    shop.simulator.faults.add({ kind: '500', times: 2, match: ({ path }) => path.startsWith('/bundles/') })
    const jobs = await jobsFor(shop, MANY, BESIDES)
    const first = await shop.settle(jobs)
    expect(first.filter((one) => !one.final && one.reason === 'temporary')).toHaveLength(2)
    const settled = await Promise.all(jobs.map((job) => shop.settled(job)))
    expect(settled.map((one) => one.final && one.outcome)).toEqual(MANY.map(() => 'enrolled'))
    expect([readings(shop, DUO), mostAtOnce()]).toEqual([3, 1])
  })
})
