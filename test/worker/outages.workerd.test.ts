/** Parts fail, one at a time, on the whole Worker: every order is accepted, waits, and is settled without a click. */
import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ACADEMY, ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { outageOf, type Part } from './faults'
import { Shop, thinkific } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** A firing that met a silent Thinkific comes back after ten seconds. */
const PATIENCE = { timeout: 40_000, interval: 100 }

let simulator: Simulator
let shop: Shop

beforeEach(async () => {
  simulator = await thinkific()
  shop = await new Shop().open(['academy'])
  await shop.rule('course', 'product.purchased', 'create_course', TWO)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const purchase = (n: number) => ({
  customer: { email: `customer-${n}@example.com`, first_name: 'Ada', last_name: 'Byron' },
  order: { id: `order ${n}` },
  items: [{ product_id: 'course' }],
})
const postAll = async (...orders: number[]) => {
  for (const n of orders) {
    await shop.send('product.purchased', purchase(n))
  }
}
const isIn = (n: number) => simulator.site('academy').accessTo(`customer-${n}@example.com`, TWO) === 'full'
const site = () => env.THINKIFIC_SITE.getByName('academy')
const ring = () => runDurableObjectAlarm(site())

/** Every order's course is open, by one user and one enrollment each. */
async function allIn(...orders: number[]): Promise<void> {
  const rows = await shop.log(orders.length)
  expect(rows.map(({ outcome }) => outcome)).toEqual(orders.map(() => 'enrolled'))
  expect(orders.filter((n) => !isIn(n))).toEqual([])
  const { users, enrollments } = simulator.site('academy').data
  const mine = [...users.values()].filter(({ email }) => email.startsWith('customer-'))
  expect([
    mine.length,
    [...enrollments.values()].filter(({ userId }) => mine.some(({ id }) => id === userId)).length,
  ]).toEqual([orders.length, orders.length])
}

/** Time passes for the Worker and its objects; the queue's own clock is the real one. */
function later(ms: number): void {
  const then = Date.now() + ms
  if (vi.isFakeTimers()) {
    vi.setSystemTime(then)
  } else {
    vi.useFakeTimers({ now: then, toFake: ['Date'] })
  }
}

describe('An outage', () => {
  test('Thinkific is down for 24 hours', async () => {
    simulator.faults.startOutage('academy')
    await postAll(1, 2, 3, 4, 5)
    await shop.waiting(5)
    await vi.waitFor(async () => expect((await site().status()).held).not.toBeNull(), PATIENCE)

    later(13 * HOUR_MS)
    await shop.parked(5)
    const before = simulator.counts().total
    await ring()
    later(11 * HOUR_MS)
    await ring()
    expect(simulator.counts().total - before).toBeLessThanOrEqual(2)
    await postAll(6)
    await shop.parked(6)

    simulator.faults.endOutage('academy')
    later(6 * MINUTE_MS)
    await ring()
    await ring()
    await allIn(1, 2, 3, 4, 5, 6)
    expect(await site().status()).toMatchObject({ held: null })
    const { endedHolds } = await shop.journal.overview()
    expect(endedHolds).toMatchObject([{ site: 'academy', waited: 6, left: 0 }])
    const [{ since = 0, until = 0 } = {}] = endedHolds ?? []
    expect(Math.round((until - since) / HOUR_MS)).toBe(24)
    later(25 * HOUR_MS)
    expect((await shop.journal.overview()).endedHolds).toEqual([])
  })

  test('Thinkific refuses the key (401)', async () => {
    const owner = simulator.site('academy')
    owner.resetApiKey('replaced by its owner')
    await postAll(1, 2)
    const parked = await shop.parked(2)
    expect(parked.map(({ waiting }) => waiting?.reason)).toEqual(['credentials', 'credentials'])
    await ring()
    expect(await problem()).toContain('does not accept')
    const before = simulator.counts().total
    await postAll(3)
    await shop.parked(3)
    expect(simulator.counts().total).toBe(before)

    owner.resetApiKey(ACADEMY.apiKey)
    later(6 * MINUTE_MS)
    await ring()
    await ring()
    await allIn(1, 2, 3)
    expect(await problem()).toBeNull()
  })

  test('D1 does not answer, or is overloaded', async () => {
    await postAll(1)
    const outage = outageOf('D1')
    await postAll(2, 3)
    await vi.waitFor(() => expect(outage.asked()).toBeGreaterThan(0), PATIENCE)
    outage.end()
    await allIn(1, 2, 3)
  })

  test('KV does not answer, or has no copy', async () => {
    const outage = outageOf('KV')
    await postAll(1, 2)
    await allIn(1, 2)
    expect(outage.asked()).toBeGreaterThan(0)
  })

  test.each<Part>(['journals', 'sites'])('%s that fail for a while delay, and lose nothing', async (part) => {
    await postAll(1)
    await allIn(1)
    const outage = outageOf(part)
    await postAll(2, 3)
    await vi.waitFor(() => expect(outage.asked()).toBeGreaterThan(0), PATIENCE)
    outage.end()
    await allIn(1, 2, 3)
  })

  test('what the queue refuses is kept by its journal, and queued later', async () => {
    const outage = outageOf('queue')
    await postAll(1, 2)
    expect((await shop.journal.overview()).fallback).toBe(2)
    outage.end()
    await runDurableObjectAlarm(shop.journal)
    await allIn(1, 2)
  })
})

async function problem(): Promise<string | null | undefined> {
  const row = await env.DB.prepare('SELECT problem FROM integrations WHERE id = ?')
    .bind(shop.integration('academy'))
    .first<{ problem: string | null }>()
  return row?.problem
}
