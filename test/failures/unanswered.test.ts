/** Thinkific does not answer, or not in a way anybody could read: what may have happened is looked at, never done twice. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Academy, academy, advanceTime, PIANO } from '../integrations/thinkific/academy'
import type { FaultKind } from '../simulator/faults'
import { json, spoil } from './spoil'

const SECOND = 1_000

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire', at: 1 } as const

/** Ada is in, once, and was welcomed once. */
function inOnce(shop: Academy): void {
  expect(shop.has(PIANO)).toBe('open')
  expect([shop.owner.data.users.size, shop.owner.data.enrollments.size]).toEqual([1, 1])
  expect(shop.simulator.emails.filter(({ to }) => to === 'ada@example.com')).toHaveLength(1)
}

describe('Thinkific gives no usable answer', () => {
  test('500 to 504 on a call that only reads', async () => {
    const shop = await academy()
    shop.owner.addUser({ email: 'ada@example.com' })
    shop.simulator.faults.add({ kind: '500', match: ({ method }) => method === 'GET' })
    const job = await shop.job({})
    const [waiting] = await shop.settle([job])
    expect(waiting).toMatchObject({ final: false, reason: 'temporary', sentence: expect.stringContaining('(500)') })
    const wait = waiting?.final === false ? waiting.at - Date.now() : 0
    expect(wait).toBeGreaterThanOrEqual(8 * SECOND)
    expect(wait).toBeLessThanOrEqual(12 * SECOND)
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    inOnce(shop)
  })

  describe('an answer lost after the call took effect', () => {
    test.each<FaultKind>(['500', '502 html', '520', '524', 'no answer', 'connection lost'])('%s', async (kind) => {
      for (const path of ['/users', '/enrollments']) {
        const shop = await academy()
        shop.simulator.faults.add({ kind, effect: true, match: (call) => call.method === 'POST' && call.path === path })
        expect(await shop.receive({})).toMatchObject({ final: true, outcome: 'enrolled' })
        inOnce(shop)
        expect(shop.calls().filter((made) => made === `POST ${path}`)).toHaveLength(1)
      }
    })
  })

  test('an answer trickles in, a byte a second', async () => {
    const shop = await academy()
    const json = { headers: { 'content-type': 'application/json' } }
    spoil(shop, ['POST', /\/users$/, /ada@/], () => new Response(drip(), json))
    const slow = await shop.job({})
    const others = await Promise.all(
      Array.from({ length: 20 }, (_, n) => shop.job({ email: `c${n}@example.com`, order: `other ${n}` })),
    )
    const started = Date.now()
    const [first] = await shop.settle([slow, ...others])
    expect(first).toMatchObject({ final: false, reason: 'busy' })
    for (const other of others) {
      expect(await shop.settled(other)).toMatchObject({ outcome: 'enrolled' })
    }
    expect(Date.now() - started).toBeLessThan(14 * SECOND)
    expect(await shop.settle([slow])).toMatchObject([{ final: false, reason: 'busy' }])
    await advanceTime(16 * SECOND)
    const [late] = await shop.settle([slow])
    expect(late?.attempts[0]).toMatchObject({ path: '/users', problem: 'Thinkific did not answer in time.' })
    expect(late?.attempts[0]?.took).toBe(15 * SECOND)
    expect(await shop.settled(slow)).toMatchObject({ outcome: 'enrolled' })
    expect(shop.has(PIANO)).toBe('open')
  })

  test('where every connection drips, the next batches are answered at once', async () => {
    const shop = await academy()
    spoil(shop, ['POST', /\/users$/], () => new Response(drip()), Number.POSITIVE_INFINITY)
    const batch = (name: string) =>
      Promise.all(
        Array.from({ length: 6 }, (_, n) => shop.job({ email: `${name}${n}@example.com`, order: `${name} ${n}` })),
      )
    await shop.settle(await batch('first'))
    await advanceTime(3 * SECOND)
    const started = Date.now()
    for (const name of ['second', 'third', 'fourth']) {
      const answers = await shop.settle(await batch(name))
      expect(new Set(answers.map((one) => one.final || one.reason))).toEqual(new Set(['busy']))
    }
    // The virtual clock goes on by whole seconds.
    expect(Date.now() - started).toBeLessThanOrEqual(3 * SECOND)
  })

  describe('200 with HTML, empty, truncated JSON, or another content type', () => {
    test.each<FaultKind>(['200 html', '200 empty', 'truncated json'])('%s is no success', async (kind) => {
      for (const path of ['/users', '/enrollments']) {
        const shop = await academy()
        shop.simulator.faults.add({ kind, effect: true, match: (call) => call.method === 'POST' && call.path === path })
        const job = await shop.job({})
        const [waiting] = await shop.settle([job])
        expect(waiting).toMatchObject({ final: false, sentence: expect.stringContaining('could not be read') })
        expect(await shop.settled(job)).toMatchObject({ final: true, outcome: 'enrolled' })
        inOnce(shop)
      }
    })

    test('what it says counts, not what it calls itself; the log shows a page’s words only', async () => {
      const shop = await academy()
      const page = `<!doctype html><script>alert(1)</script><h1>Back soon</h1>${'<p>words</p>'.repeat(300)}`
      spoil(shop, ['POST', /\/users$/], () => json(page))
      const job = await shop.job({})
      const [waiting] = await shop.settle([job])
      const [attempt] = waiting?.attempts ?? []
      expect(attempt?.problem).toBe('Thinkific’s answer could not be read: it is a web page.')
      expect(attempt?.response).toMatch(/^Back soon words/)
      expect(attempt?.response?.length).toBeLessThan(250)
      expect(attempt?.response).not.toContain('alert')
      expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
      inOnce(shop)
    })
  })

  test.each(['204', '200'] as const)('a change confirmed without a word (%s)', async (putEnrollment) => {
    const shop = await academy({ putEnrollment })
    await shop.receive({})
    shop.calls()
    expect(await shop.outcome(refunded)).toBe('expired')
    expect(shop.calls()).toEqual(['PUT /enrollments/:id'])
    expect(shop.has(PIANO)).toBe('closed')
  })

  test('a list is paginated: users and enrollments are queried by name', async () => {
    const shop = await academy()
    const ada = shop.owner.addUser({ email: 'ada@example.com' })
    for (let course = 1_000; course < 1_060; course += 1) {
      shop.owner.addCourse({ id: course, name: `Course ${course}` })
      shop.owner.enroll({ userId: ada.id, courseId: course })
    }
    vi.setSystemTime(Date.now() + 60 * SECOND)
    shop.owner.enroll({ userId: ada.id, courseId: 101 })
    const settling = await shop.receive({ at: 1, options: { accessDays: 30 } })
    expect(settling).toMatchObject({ outcome: 'already enrolled' })
    const asked = shop.simulator.calls.filter(({ method }) => method === 'GET').map(({ path }) => path)
    expect(asked[0]).toContain('query[email]=ada@example.com')
    expect(asked[1]).toContain(`query[user_id]=${ada.id}&query[course_id]=101`)
    expect(shop.has(PIANO)).toBe('open')
  })
})

describe('a redirect, no such host, a broken certificate', () => {
  test('a redirect is not followed, and nothing was done', async () => {
    const shop = await academy()
    const elsewhere = { status: 307, headers: { location: 'https://elsewhere.example/users' } }
    spoil(shop, ['POST', /\/users$/], () => new Response(null, elsewhere))
    const job = await shop.job({})
    const [waiting] = await shop.settle([job])
    expect(waiting).toMatchObject({ final: false, reason: 'temporary', sentence: expect.stringContaining('redirects') })
    const asked = vi
      .mocked(fetch)
      .mock.calls.map(([url, init]) => [new URL(String(url)).host, init?.redirect, init?.cache])
    expect(asked).toEqual([['thinkific.test', 'manual', 'no-store']])
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    inOnce(shop)
  })

  test.each(['getaddrinfo ENOTFOUND', 'internal error; TLS peer’s certificate is not trusted'])('%s', async (words) => {
    const shop = await academy()
    const broken = () => Promise.reject(new TypeError(words))
    spoil(shop, ['POST', /\/users$/], broken)
    const job = await shop.job({})
    const [waiting] = await shop.settle([job])
    expect(waiting).toMatchObject({ final: false, sentence: 'Thinkific could not be reached.' })
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    inOnce(shop)
  })
})

describe('Thinkific says yes and changes nothing', () => {
  const nothing = { expiry_date: '2020-01-01T00:00:00.000Z', activated_at: '2020-01-01T00:00:00.000Z' }

  test('where its answer shows that, it is asked a few times, and then said', async () => {
    const shop = await academy()
    const changedNothing = async (real: () => Promise<Response>) =>
      json({ ...((await (await real()).json()) as object), ...nothing }, 201)
    spoil(shop, ['POST', /\/enrollments$/], changedNothing, Number.POSITIVE_INFINITY)
    const settling = await shop.receive({})
    expect(settling).toMatchObject({ final: true, outcome: 'rejected by Thinkific' })
    expect(settling.sentence).toBe('Thinkific accepted the change to Piano 101 but did not apply it.')
    expect(shop.calls().filter((call) => call === 'POST /enrollments').length).toBeLessThan(5)
  })

  test('where its answer is empty, the next look shows it, and it is done again', async () => {
    const shop = await academy()
    await shop.receive({})
    spoil(shop, ['PUT', /\/enrollments/], () => new Response(null, { status: 204 }))
    expect(await shop.outcome(refunded)).toBe('expired')
    expect(shop.has(PIANO)).toBe('open')
    const byHand = { ...refunded, at: 2, origin: 'person', options: { removeAlways: true } } as const
    await shop.receive(byHand)
    expect(shop.has(PIANO)).toBe('closed')
  })
})

/** One byte a second, for ever. */
function drip(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, SECOND))
      controller.enqueue(new Uint8Array([32]))
    },
  })
}
