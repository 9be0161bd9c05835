/** A call that goes unanswered, and an event that asks for something else before the firing that made it comes back. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Target } from '../../../../src/integrations/thinkific/actions'
import type { ThinkificJob } from '../../../../src/integrations/thinkific/thinkific-job'
import type { Switches } from '../../../simulator/switches.ts'
import {
  type Academy,
  academy,
  advanceTime,
  CELLO,
  DUO,
  endOfDay,
  HOUR,
  PIANO,
  START,
  STRINGS,
  VIOLIN,
} from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const club = { target: DUO, subscription: 's1' }

/** The next such call takes effect, and its answer is lost. */
function loseAnswer(shop: Academy, method: string, path: RegExp) {
  shop.simulator.faults.add({
    kind: 'no answer',
    effect: true,
    times: 1,
    match: (call) => call.method === method && path.test(call.path),
  })
}

describe('A course that has left its bundle', () => {
  /** Violin has left the bundle, and the answer to the call that closes it is lost. */
  async function closeUnanswered(shop: Academy) {
    await shop.receive({ target: CELLO, product: 'cello', order: 'o0' })
    await shop.receive(club)
    await shop.receive({ target: DUO, product: 'gift', order: 'o2' })
    shop.owner.setBundleCourses(Number(DUO.id), [Number(PIANO.id)])
    const removed = { does: 'expire', options: { removeAlways: true } } as const
    const paused = await shop.job({ ...club, ...removed, trigger: 'subscription.canceled', at: 24 })
    vi.setSystemTime(START + 24 * HOUR)
    loseAnswer(shop, 'PUT', /^\/enrollments/)
    expect(await shop.settle([paused])).toMatchObject([{ final: false }])
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
    return paused
  }

  test.each(['made', 'put off'])(
    'that another purchase of it opened is given back with the bundle, whose call is %s',
    async (how) => {
      const shop = await academy(how === 'made' ? {} : { bundlePost: '202', bundleDelaySeconds: 120 })
      const paused = await closeUnanswered(shop)
      const restarted = { trigger: 'subscription.restarted', event: 'r1', subscription: 's1', at: 24 } as const
      await shop.note(restarted).catch(() => null)
      expect((await shop.settled(paused)).final).toBe(true)
      await advanceTime(HOUR)
      await shop.note(restarted)
      expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
    },
  )
})

/** The object dies once this many calls have taken effect. */
async function dieAfter(shop: Academy, calls: number, job: ThinkificJob) {
  const { promise: died, resolve } = Promise.withResolvers<void>()
  let made = 0
  const fetching = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const answer = await shop.simulator.fetch(input as RequestInfo, init as RequestInit)
    made += 1
    if (made < calls) {
      return answer
    }
    shop.evict()
    resolve()
    return new Promise<Response>(() => undefined)
  })
  void shop.settle([job])
  await died
  fetching.mockImplementation(shop.simulator.fetch as typeof fetch)
}

describe('An event whose firing died in its calls, and which turns out to be about another customer’s purchase', () => {
  const charged = { trigger: 'subscription.charged' } as const
  const bought = (name: string) =>
    ({ trigger: 'product.purchased', email: `${name}@example.com`, event: name }) as const
  const known = (shop: Academy) => shop.receive({ target: CELLO, product: 'cello', order: 'o0' })
  const stories = {
    'a new customer in a course': { target: PIANO, calls: 2 },
    'a new customer in a bundle': { target: DUO, calls: 2 },
    'a new customer, and nothing but the user was made': { target: DUO, calls: 1 },
    'a known customer in a course': { first: known, target: PIANO, calls: 1 },
    'a known customer in a bundle': { first: known, target: DUO, calls: 2 },
    'a new customer in a bundle that Thinkific opens later': {
      switches: { bundlePost: '202', bundleDelaySeconds: 120 },
      target: DUO,
      calls: 2,
    },
  } as const
  const listed = Object.entries<{
    first?: (shop: Academy) => Promise<unknown>
    switches?: Partial<Switches>
    target: Target
    calls: number
  }>(stories)

  test.each(listed)('gives them nothing: %s', async (_, { first, switches, target, calls }) => {
    const shop = await academy({ searchLagSeconds: 20, ...switches })
    await first?.(shop)
    const job = await shop.job({ ...charged, target })
    await dieAfter(shop, calls, job)
    await shop.note(bought('bob'))
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    await advanceTime(HOUR)
    expect([shop.has(PIANO), shop.has(PIANO, 'bob@example.com')]).toEqual(['closed', 'open'])
    expect([shop.has(CELLO)]).toEqual([first === undefined ? 'closed' : 'open'])
  })

  test.each(listed)(
    'gives them nothing where it fits the purchases of two: %s',
    async (_, { first, switches, target, calls }) => {
      const shop = await academy({ searchLagSeconds: 20, ...switches })
      await first?.(shop)
      const job = await shop.job({ ...charged, target })
      await dieAfter(shop, calls, job)
      await shop.note(bought('bob'))
      await shop.note(bought('carl'))
      expect(await shop.settled(job)).toMatchObject({ outcome: 'unclear' })
      await advanceTime(HOUR)
      expect([shop.has(PIANO), shop.has(PIANO, 'bob@example.com')]).toEqual(['closed', 'closed'])
    },
  )

  test('gives them nothing by the other of its two firings, should that come back first', async () => {
    const shop = await academy({ searchLagSeconds: 20 })
    const [duo, cello] = [
      await shop.job({ ...charged, event: 'c', target: DUO }),
      await shop.job({ ...charged, event: 'c', target: CELLO, n: 1 }),
    ]
    const died = { ...duo, alsoActsOn: [CELLO] }
    await dieAfter(shop, 2, died)
    await shop.note(bought('bob'))
    await shop.settled({ ...cello, alsoActsOn: [DUO] })
    await shop.settled(died)
    expect([shop.has(PIANO), shop.has(PIANO, 'bob@example.com')]).toEqual(['closed', 'open'])
  })

  test('leaves the courses of its bundle open, should another email’s event end one of them meanwhile', async () => {
    const shop = await academy({ searchLagSeconds: 20 })
    const restarted = { trigger: 'subscription.restarted', event: 'r', email: 'bob@example.com', target: DUO } as const
    const duo = await shop.job({ ...restarted, order: null, subscription: 's1' })
    await dieAfter(shop, 2, duo)
    expect(await shop.settle([duo])).toMatchObject([{ final: false }])
    await shop.note({ trigger: 'subscription.charged', event: 'c', order: null, subscription: 's1', at: 0.01 })
    await advanceTime(60_000)
    await shop.receive({ target: PIANO, trigger: 'subscription.canceled', does: 'expire', event: 'x', order: 'o9' })
    expect(shop.has(PIANO, 'bob@example.com')).toBe('open')
    await shop.settled(duo)
    expect([shop.has(PIANO, 'bob@example.com'), shop.has(VIOLIN, 'bob@example.com')]).toEqual(['open', 'open'])
  })

  test('leaves what was given by hand, and the event with whom it names', async () => {
    const shop = await academy()
    const user = shop.owner.addUser({ email: 'ada@example.com' })
    shop.owner.enroll({ userId: user.id, courseId: Number(PIANO.id) })
    await advanceTime(HOUR)
    const job = await shop.job({ ...charged, at: 1, target: PIANO })
    await dieAfter(shop, 3, job)
    await shop.note({ ...bought('bob'), at: 0.5 })
    await shop.settled(job)
    expect([shop.has(PIANO), shop.has(PIANO, 'bob@example.com')]).toEqual(['open', 'closed'])
  })

  test('gives a bundle for as long as a later payment says, should that come first', async () => {
    const shop = await academy()
    const month = { target: DUO, options: { accessDays: 30 } }
    const sale = { ...(await shop.job(month)), receivedAt: START + 72 * HOUR }
    vi.setSystemTime(sale.receivedAt)
    await dieAfter(shop, 2, sale)
    await shop.receive({ ...month, ...charged, event: 'c', at: 72 })
    await shop.settled(sale)
    await advanceTime(HOUR)
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual([endOfDay(33), endOfDay(33)])
  })

  test('that closed a bundle is seen in its other courses, should one of them have been opened again meanwhile', async () => {
    const shop = await academy()
    await shop.receive({ target: DUO, order: 'o1', subscription: 's1' })
    await shop.receive({ target: PIANO, product: 'solo', order: 'o2', subscription: 's2' })
    await shop.receive({ target: PIANO, product: 'solo', order: 'o2', trigger: 'product.refunded', does: 'expire' })
    const canceled = {
      target: DUO,
      order: 'o1',
      subscription: 's1',
      trigger: 'subscription.canceled',
      does: 'expire',
      at: 24,
    } as const
    const job = await shop.job(canceled)
    vi.setSystemTime(START + 24 * HOUR)
    loseAnswer(shop, 'PUT', /^\/bundles/)
    expect(await shop.settle([job])).toMatchObject([{ final: false }])
    await shop.receive({ target: PIANO, product: 'solo', order: 'o3', subscription: 's3', at: 24 })
    await shop.receive({ target: DUO, product: 'club', order: 'o4', subscription: 's4', at: 24 })
    await shop.settled(job)
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
  })

  test('gives the buyer nothing where its own email turns out to be in the target of its other firing', async () => {
    const shop = await academy()
    await shop.receive({ target: VIOLIN, email: 'bob@example.com', order: 'o1', subscription: 's1', event: 'bob' })
    const user = shop.owner.addUser({ email: 'ada@example.com' })
    shop.owner.enroll({ userId: user.id, courseId: Number(PIANO.id) })
    await advanceTime(HOUR)
    const event = { ...charged, event: 'c', order: 'o1', subscription: 's1', at: 1 }
    const cello = { ...(await shop.job({ ...event, target: CELLO, n: 1 })), alsoActsOn: [PIANO] }
    const piano = { ...(await shop.job({ ...event, target: PIANO })), alsoActsOn: [CELLO] }
    loseAnswer(shop, 'POST', /^\/enrollments/)
    expect(await shop.settle([cello])).toMatchObject([{ final: false }])
    expect(shop.has(CELLO, 'bob@example.com')).toBe('open')
    await shop.settled(piano)
    await shop.settled(cello)
    expect([shop.has(CELLO), shop.has(CELLO, 'bob@example.com')]).toEqual(['open', 'closed'])
  })
})

describe('A bundle opened again by a call whose answer is lost', () => {
  test('leaves no course of it that looks as if it had been given by hand', async () => {
    const shop = await academy()
    const both = async (order: string, at: number, ends = false) => {
      const event = `${order}${ends}`
      const more = ends ? ({ trigger: 'product.refunded', does: 'expire' } as const) : {}
      const one = { product: 'gift', order, event, at, ...more }
      return [await shop.job({ ...one, target: DUO }), await shop.job({ ...one, target: PIANO, n: 1 })]
    }
    await shop.settle(await both('o1', 0))
    vi.setSystemTime(START + 24 * HOUR)
    await shop.settle(await both('o1', 24, true))
    vi.setSystemTime(START + 48 * HOUR)
    const again = await both('o2', 48)
    loseAnswer(shop, 'POST', /^\/bundles/)
    await shop.settle(again)
    for (const job of again.reverse()) {
      expect((await shop.settled(job)).final).toBe(true)
    }
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
    vi.setSystemTime(START + 72 * HOUR)
    for (const job of await both('o2', 72, true)) {
      await shop.settled(job)
    }
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
  })
})

describe('A bundle renewed by a call that Thinkific seems to put off, and never carries out', () => {
  test('stays as it was, so that a course of another bundle is opened again', async () => {
    const shop = await academy({ bundlePost: '202', bundleDelaySeconds: 5, bundleRepost: '422 object' })
    const sale = { event: 'sale', order: 'o1', product: 'club' }
    for (const job of [await shop.job({ ...sale, target: DUO }), await shop.job({ ...sale, target: STRINGS, n: 1 })]) {
      await shop.settled(job)
    }
    const refunded = {
      ...sale,
      event: 'refund',
      trigger: 'product.refunded',
      does: 'expire',
      target: DUO,
      at: 24,
    } as const
    const job = await shop.job(refunded)
    vi.setSystemTime(START + 24 * HOUR)
    shop.simulator.faults.add({
      kind: '403 waf',
      effect: false,
      times: 1,
      match: ({ path }) => path === '/enrollments',
    })
    shop.simulator.faults.add({
      kind: '200 empty',
      effect: true,
      times: 1,
      match: ({ method, path }) => method === 'POST' && path.startsWith('/bundles'),
    })
    expect(await shop.settle([job])).toMatchObject([{ final: false }])
    await shop.note({ event: 'test', order: 'o2', product: 'club', test: true, at: 24 }).catch(() => null)
    expect((await shop.settled(job)).final).toBe(true)
    expect([shop.has(PIANO), shop.has(VIOLIN), shop.has(CELLO)]).toEqual(['closed', 'open', 'open'])
  })
})

describe('An event that a sale makes unclear before its firing’s lost answer is looked up', () => {
  test.each([PIANO, DUO])('gives nothing: $name', async (target) => {
    const shop = await academy()
    await shop.note({ event: 'first', order: 'o1', subscription: null, product: 'club' })
    const job = await shop.job({
      trigger: 'subscription.charged',
      order: null,
      subscription: 's1',
      product: 'club',
      target,
      at: 48,
    })
    vi.setSystemTime(START + 48 * HOUR)
    loseAnswer(shop, 'POST', target === PIANO ? /^\/enrollments/ : /^\/bundles/)
    expect(await shop.settle([job])).toMatchObject([{ final: false }])
    await shop.note({ event: 'second', order: 'o2', subscription: null, product: 'club', at: 24 })
    expect(await shop.settled(job)).toMatchObject({ outcome: 'unclear' })
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
  })
})
