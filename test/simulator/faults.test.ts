import { beforeEach, describe, expect, test } from 'vitest'
import { ACADEMY, addDemoSites, STUDIO } from './academy.ts'
import { FAULT_KINDS, type FaultKind } from './faults.ts'
import { createSimulator, type Simulator } from './simulator.ts'
import { keyOf, talkTo } from './talk.ts'

const ADA = { first_name: 'Ada', last_name: 'Byron', email: 'ada@example.com' }

let slept: number[]
let simulator: Simulator
let thinkific: ReturnType<typeof talkTo>

beforeEach(() => {
  slept = []
  const sleep = async (milliseconds: number) => void slept.push(milliseconds)
  simulator = createSimulator({ now: () => Date.parse('2026-11-20T10:15:00Z'), sleep })
  addDemoSites(simulator)
  thinkific = talkTo(simulator)
})

const users = () => simulator.site('academy').data.users.size
const answerTo = async (kind: FaultKind) => {
  simulator.faults.add({ kind })
  return thinkific.get('/courses?limit=1')
}

describe('a spoiled answer', () => {
  test.each([
    ['500', 500, '{"status":500'],
    ['401', 401, '{"error":"Authentication Error"}'],
    ['403 plan', 403, '{"error":"Access to Apps'],
    ['404', 404, '{"error":"Record not found."}'],
    ['422 object', 422, '{"errors":{"base":["is invalid"]}}'],
    ['422 array', 422, '{"errors":["Base is invalid"]}'],
    ['422 field names', 422, '{"errors":[{"field_name":"Base is invalid"}]}'],
    ['403 waf', 403, '<!DOCTYPE html>'],
    ['502 html', 502, '<!DOCTYPE html>'],
    ['520', 520, '<!DOCTYPE html>'],
    ['524', 524, '<!DOCTYPE html>'],
    ['429 empty', 429, ''],
    ['429 json', 429, '{"error":'],
    ['429 html', 429, '<!DOCTYPE html>'],
    ['200 html', 200, '<!DOCTYPE html>'],
    ['200 empty', 200, ''],
  ] as const)('%s', async (kind, status, start) => {
    const answer = await answerTo(kind)
    expect([answer.status, answer.text.slice(0, start.length)]).toEqual([status, start])
    if (start === '') {
      expect(answer.text).toBe('')
    }
  })

  test('truncated JSON is the real answer cut in half', async () => {
    const { text } = await answerTo('truncated json')
    expect(text).toMatch(/^\{"items":\[\{"id":1001/)
    expect(() => JSON.parse(text)).toThrow()
  })

  test('an injected 429 says when to come back, in milliseconds', async () => {
    const { headers } = await answerTo('429 empty')
    expect(headers.get('ratelimit-reset')).toBe(String(Date.parse('2026-11-20T10:15:02Z')))
  })

  test('a lost connection rejects as fetch does', async () => {
    await expect(answerTo('connection lost')).rejects.toThrow(TypeError)
    expect(simulator.calls.at(-1)).toMatchObject({ status: 0, fault: 'connection lost' })
  })

  test('no answer comes until the caller gives up', async () => {
    simulator.faults.add({ kind: 'no answer' })
    const init = { headers: keyOf(ACADEMY), signal: AbortSignal.timeout(20) }
    const waiting = simulator.fetch('http://thinkific.test/api/public/v1/courses', init)
    expect(simulator.calls.at(-1)?.status).toBe(null)
    await expect(waiting).rejects.toThrow('timeout')
    expect(simulator.world.inFlight.get('academy')).toBe(0)
  })

  test('a slow answer is the real one, late', async () => {
    simulator.faults.add({ kind: 'slow', ms: 7_000 })
    expect((await thinkific.get('/courses?limit=1')).body.items.length).toBe(1)
    expect(slept).toEqual([7_000])
  })
})

describe('whether the request took effect', () => {
  test('it did not, by default, for what fails on the way or inside', async () => {
    const before = users()
    const harmless = FAULT_KINDS.filter((kind) => !['truncated json', '200 empty', 'slow', 'no answer'].includes(kind))
    for (const kind of harmless) {
      simulator.faults.add({ kind })
      await thinkific.post('/users', ADA).catch(() => null)
    }
    expect([users(), simulator.emails.length]).toEqual([before, 0])
  })

  test.each(['connection lost', '502 html', '500', '524'] as const)('%s after the effect', async (kind) => {
    simulator.faults.add({ kind, effect: true })
    const answer = await thinkific.post('/users', ADA).catch(() => null)
    expect(answer?.status).not.toBe(201)
    expect(simulator.calls.at(-1)).toMatchObject({ effect: expect.stringMatching(/^user \d+ created$/), fault: kind })
    expect(simulator.site('academy').user('ada@example.com')).toBeDefined()
  })

  test('what Cloudflare stops does not count against the rate, what Thinkific answers does', async () => {
    const counted = () => simulator.site('academy').data.counted.length
    await answerTo('520')
    expect(counted()).toBe(0)
    await answerTo('500')
    expect(counted()).toBe(1)
  })
})

describe('which calls', () => {
  test('those that match, as many times as asked, then none', async () => {
    simulator.faults.add({
      kind: '500',
      times: 2,
      match: ({ method, path }) => method === 'GET' && /^\/users/.test(path),
    })
    const statuses = []
    for (const path of ['/courses', '/users', '/users/1', '/users']) {
      statuses.push((await thinkific.get(path)).status)
    }
    expect(statuses).toEqual([200, 500, 500, 200])
    expect(simulator.faults.list).toEqual([])
  })

  test('a match can look into the body', async () => {
    simulator.faults.add({ kind: '500', match: ({ body }) => JSON.stringify(body).includes('ada@') })
    expect((await thinkific.post('/users', { ...ADA, email: 'bob@example.com' })).status).toBe(201)
    expect((await thinkific.post('/users', ADA)).status).toBe(500)
  })

  test('an outage is every call of a site until it is switched off', async () => {
    simulator.faults.startOutage('academy', '521')
    const studio = talkTo(simulator, keyOf(STUDIO))
    const statuses = [await thinkific.get('/courses'), await thinkific.get('/courses'), await studio.get('/courses')]
    expect(statuses.map(({ status }) => status)).toEqual([521, 521, 200])
    simulator.faults.endOutage('academy')
    expect((await thinkific.get('/courses')).status).toBe(200)
  })
})

describe('The simulator’s faults', () => {
  test('every call is on record, with what it changed', async () => {
    await thinkific.post('/users', ADA)
    await thinkific.get('/users?query[email]=ada%40example.com')
    expect(simulator.calls).toMatchObject([
      { site: 'academy', method: 'POST', path: '/users', body: ADA, status: 201, inFlight: 1 },
      { method: 'GET', path: '/users?query[email]=ada@example.com', body: null, status: 200, effect: null },
    ])
    expect(simulator.counts()).toEqual({
      total: 2,
      routes: { 'POST /users': 1, 'GET /users': 1 },
      statuses: { 201: 1, 200: 1 },
    })
  })
})
