/** What Thinkific promises and does not keep, or keeps late. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { academy, advanceTime, CELLO, DUO, HOUR, PIANO, START, STRINGS, VIOLIN } from '../academy'

const LOST_BUNDLE_POST = {
  kind: 'no answer',
  times: 1,
  match: ({ method, path }: { method: string; path: string }) => method === 'POST' && /bundles/.test(path),
} as const

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const YEAR_SECONDS = 366 * 86_400

describe('A bundle that Thinkific opens later', () => {
  test('a bundle accepted and never carried out is asked for ever more rarely, and after an hour it is said', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: YEAR_SECONDS })
    const begun = Date.now()
    const settling = await shop.receive({ target: DUO })
    expect(settling).toMatchObject({
      outcome: 'rejected by Thinkific',
      sentence: expect.stringMatching(/never carried/),
    })
    expect(Date.now() - begun).toBeGreaterThan(HOUR / 2)
    expect(Date.now() - begun).toBeLessThan(2 * HOUR)
    expect(shop.calls().length).toBeLessThan(80)
  })

  test('a bundle carried out minutes later is found within as long again', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    const begun = Date.now()
    expect(await shop.outcome({ target: DUO })).toBe('enrolled')
    expect(Date.now() - begun).toBeLessThan(250_000)
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
  })

  test('two bundles bought at once are each found once they are carried out', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    const jobs = [await shop.job({ target: DUO }), await shop.job({ target: STRINGS, n: 1 })]
    await shop.settle(jobs)
    for (const job of jobs) {
      expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    }
    expect([PIANO, VIOLIN, CELLO].map((course) => shop.has(course))).toEqual(['open', 'open', 'open'])
  })

  test('a renewal carried out minutes later is not taken for the enrollment it renews', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    await shop.receive({ target: DUO, options: { accessDays: 30 } })
    expect(shop.has(PIANO)).not.toBe('open')
    await shop.receive({ trigger: 'subscription.charged', event: 'c1', target: DUO, at: 0.01 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
  })

  test('a bundle carried out late takes nothing from what another one gave to a course of both meanwhile', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 30, bundleRepost: '422 array' })
    const strings = { target: STRINGS, product: 'strings', subscription: 's2' }
    await shop.receive(strings)
    await shop.receive({ ...strings, trigger: 'subscription.canceled', does: 'expire', at: 24 })
    vi.setSystemTime(START + 48 * HOUR)
    const duo = await shop.job({ target: DUO, subscription: 's1', at: 48, options: { accessDays: 30 } })
    expect(await shop.settle([duo])).toMatchObject([{ final: false }])
    await shop.receive({ ...strings, trigger: 'subscription.restarted', at: 48 })
    await shop.settled(duo)
    expect(shop.has(VIOLIN)).toBe('open')
    expect(shop.has(PIANO)).toEqual(expect.any(Number))
  })

  test('a bundle given back by an event whose rule is about a course is done once Thinkific has carried it out', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    await shop.receive({ target: DUO, subscription: 's1' })
    await shop.receive({ trigger: 'subscription.canceled', does: 'expire', target: DUO, subscription: 's1', at: 24 })
    await shop.receive({ trigger: 'subscription.restarted', target: CELLO, subscription: 's1', at: 48 })
    expect([shop.has(PIANO), shop.has(VIOLIN), shop.has(CELLO)]).toEqual(['open', 'open', 'open'])
  })

  test('what it opened beside another firing is remembered, and closed with it once it has left the bundle', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    const club = { target: DUO, subscription: 's1' }
    await shop.receive({ ...club, trigger: 'subscription.canceled', does: 'expire' })
    await shop.receive({ ...club, trigger: 'subscription.charged', at: 24 })
    await shop.receive({ trigger: 'subscription.restarted', target: CELLO, subscription: 's1', at: 48 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
    shop.owner.setBundleCourses(Number(DUO.id), [Number(PIANO.id)])
    await shop.receive({ ...club, trigger: 'subscription.canceled', does: 'expire', event: 'c2', at: 96 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
  })

  test('the first enrollment in a bundle whose answer is lost may be carried out later, and is not made twice', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    shop.simulator.faults.add({ ...LOST_BUNDLE_POST, effect: true })
    expect(await shop.outcome({ target: DUO })).toBe('enrolled')
    expect(shop.calls().filter((call) => call === 'POST /bundles/:id/enrollments')).toHaveLength(1)
  })

  test('a lost enrollment is made again at once where Thinkific was seen to carry out such calls at once', async () => {
    const shop = await academy()
    await shop.receive({ target: STRINGS, email: 'bob@example.com', product: 'strings', order: 'o2' })
    shop.simulator.faults.add({ ...LOST_BUNDLE_POST, effect: false })
    const begun = Date.now()
    expect(await shop.outcome({ target: DUO })).toBe('enrolled')
    expect(Date.now() - begun).toBeLessThan(120_000)
  })

  test('a user whom the search shows an hour late is enrolled all the same', async () => {
    const shop = await academy({ searchLagSeconds: 3_000 })
    shop.owner.addUser({ email: 'ada@example.com' })
    await advanceTime(60_000)
    expect(await shop.outcome({})).toBe('enrolled')
    expect(shop.has(PIANO)).toBe('open')
  })
  test('an acceptance that is cut short is one all the same, and is not asked for a second time', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    shop.simulator.faults.add({
      kind: 'truncated json',
      effect: true,
      times: 1,
      match: ({ path }) => /bundles/.test(path),
    })
    expect(await shop.outcome({ target: DUO })).toBe('enrolled')
    expect(shop.calls().filter((call) => call === 'POST /bundles/:id/enrollments')).toHaveLength(1)
  })

  test('a renewal is not taken as carried out because one course had its end already', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    await shop.receive({ target: DUO, subscription: 's1' })
    await shop.receive({ target: PIANO, product: 'solo', order: 'o2', at: 1 })
    await shop.receive({ trigger: 'subscription.canceled', does: 'expire', target: DUO, subscription: 's1', at: 24 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'closed'])
    await shop.receive({ trigger: 'subscription.restarted', target: DUO, subscription: 's1', at: 48 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
  })

  test('a renewal that asks for what some courses had all along is not taken as carried out, and its end waits for it', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    await shop.receive({ target: DUO, order: 'o1', subscription: 's1', test: true })
    await shop.receive({ does: 'expire', target: PIANO, product: 'solo', order: 'o2', at: 24 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'open'])
    const club = { target: DUO, order: 'o3', subscription: 's3', at: 48 }
    const bought = await shop.job(club)
    vi.setSystemTime(START + 48 * HOUR)
    expect(await shop.settle([bought])).toMatchObject([{ final: false }])
    await shop.receive({ ...club, trigger: 'subscription.canceled', does: 'expire' })
    await shop.settled(bought)
    await advanceTime(HOUR)
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
  })

  test('a course of it that the same event opens alone does not show that it is carried out', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 120 })
    const before = { target: DUO, order: 'o0', subscription: 's0' }
    await shop.receive(before)
    await shop.receive({ ...before, trigger: 'subscription.canceled', does: 'expire', at: 24 })
    await shop.erase('shop', 'ada@example.com')
    vi.setSystemTime(START + 48 * HOUR)
    const sale = { event: 'e1', subscription: 's1', at: 48 }
    const [bundle, course] = [
      await shop.job({ ...sale, target: DUO }),
      await shop.job({ ...sale, target: PIANO, n: 2 }),
    ]
    expect(await shop.settle([bundle, course])).toMatchObject([{ final: false }, { final: true }])
    await advanceTime(10_000)
    expect(await shop.settle([bundle])).toMatchObject([{ final: false }])
    await shop.receive({ ...sale, event: 'e2', trigger: 'product.refunded', does: 'expire', target: DUO })
    await shop.settled(bundle)
    await advanceTime(HOUR)
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'closed'])
  })

  test('what it opens after the call for one of its courses is not taken for access found', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 3 })
    const sell = async (sale: { order: string; at: number; test?: true }) => {
      const event = { ...sale, event: `sale ${sale.order}` }
      const bundle = await shop.job({ ...event, target: DUO })
      vi.setSystemTime(START + sale.at * HOUR)
      expect(await shop.settle([bundle])).toMatchObject([{ final: false }])
      await shop.receive({ ...event, does: 'expire', target: VIOLIN, n: 2 })
      await advanceTime(4_000)
      await shop.settled(bundle)
    }
    await sell({ order: 'o1', at: 0 })
    await shop.receive({ order: 'o1', trigger: 'product.refunded', does: 'expire', target: DUO, at: 1 })
    await sell({ order: 'o2', at: 48, test: true })
    expect(shop.has(VIOLIN)).toBe('open')
    await shop.receive({ order: 'o1', trigger: 'subscription.charge_failed', does: 'expire', target: DUO, at: 72 })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
  })

  test('a bundle given back by a payment without a rule is done once Thinkific has carried it out', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 30 })
    await shop.receive({ target: DUO, subscription: 's1' })
    await shop.receive({
      trigger: 'subscription.charge_failed',
      does: 'expire',
      target: DUO,
      subscription: 's1',
      at: 24,
    })
    expect(shop.has(PIANO)).toBe('closed')
    const charged = { trigger: 'subscription.charged', event: 'c1', subscription: 's1', at: 48 } as const
    await expect(shop.note(charged)).rejects.toThrow('still on its way')
    await advanceTime(40_000)
    await shop.note(charged)
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
  })

  test('an outage before the search does not shorten it', async () => {
    const shop = await academy({ searchLagSeconds: 40_000 })
    shop.simulator.faults.startOutage('academy')
    const job = await shop.job({})
    let waiting = (await shop.settle([job]))[0]
    for (let hours = 0; hours < 10; hours += 1) {
      await advanceTime(HOUR)
      waiting = (await shop.settle([job]))[0]
    }
    expect(waiting).toMatchObject({ final: false })
    shop.simulator.faults.endOutage('academy')
    shop.owner.addUser({ email: 'ada@example.com' })
    await advanceTime(38_000_000)
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
  })
})
