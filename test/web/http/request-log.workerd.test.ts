import { createExecutionContext, createMessageBatch, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import worker from '../../../src'
import { dispatch } from '../../../src/dispatch/dispatch'
import type { Env } from '../../../src/env'
import { eventMessage } from '../../dispatch/world'
import purchased from '../../fixtures/standard/product.purchased.json'
import { KEY, keyed, makeEndpoint, type NewEndpoint, SIGNING, signedPost } from '../../intake/endpoints'
import { sampleEvent } from '../../journal/samples'
import { merchant } from '../accounts/visitor'

const BODY = JSON.stringify(purchased)
const PERSONAL = ['byron', '@', KEY, SIGNING, 'acme']

let endpoint: NewEndpoint
let written: string[]

beforeEach(async () => {
  endpoint = await makeEndpoint()
  written = []
  for (const level of ['log', 'error', 'warn', 'info', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void written.push(words.join(' ')))
  }
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('every request', () => {
  test('that brings an event writes one line: which, from where, what came of it', async () => {
    const [line] = await ask(signedPost(`${endpoint.id}`, BODY, { id: 'msg_9' }))
    expect(line).toMatchObject({
      at: 'request',
      method: 'POST',
      route: '/hooks/:endpoint',
      status: 202,
      outcome: 'accepted',
      event: 'msg_9',
      type: 'product.purchased',
      items: 1,
      chars: BODY.length,
      sender: 'standard',
      format: 'standard',
      endpoint: endpoint.id,
      marketplace: endpoint.marketplace,
      ms: expect.any(Number),
    })
  })

  test.each([
    ['refused for its key', () => keyed(`${endpoint.id}/samcart`, BODY, { key: 'wrong' }), 401],
    [
      'that is no event',
      () => keyed(`${endpoint.id}`, '{"type":"product.purchased","data":{"customer":{"email":"ada@example.com"}}}'),
      422,
    ],
    ['of an unknown kind', () => keyed(`${endpoint.id}/elsewhere`, BODY), 404],
  ])('%s is a line that says refused', async (_, post, status) => {
    const [line, ...more] = await ask(post())
    expect(more).toEqual([])
    expect(line).toMatchObject({ at: 'request', status, outcome: 'refused', endpoint: endpoint.id })
  })

  test('cut short on its way is a line that says why', async () => {
    const lost = Object.assign(new Error('the connection was lost'), { stack: '' })
    const cut = new ReadableStream({ start: (controller) => controller.error(lost) })
    const [line, ...more] = await ask(new Request(keyed(`${endpoint.id}`, BODY).url, { method: 'POST', body: cut }))
    expect(more).toEqual([])
    expect(line).toMatchObject({ at: 'request', route: '/hooks/:endpoint', status: 503, endpoint: endpoint.id })
    expect(line?.error).toContain('the connection was lost')
  })

  test('to an unknown hooks address is logged under its pattern', async () => {
    const [get] = await ask(new Request(`https://enrollwire.test/hooks/${endpoint.id}/samcart`))
    expect(get).toMatchObject({ at: 'request', method: 'GET', route: '/hooks/:endpoint/:hook', status: 405 })
  })

  test.each([
    ['/healthz', '/healthz', 200],
    ['/openapi.json', '/openapi.json', 200],
    ['/status', '/status', 401],
    ['/setup', '/setup', 200],
    ['/m/shop/customers/ada@example.com?q=byron', '/m/:marketplace/*', 303],
  ])('for %s writes one line, under its pattern', async (path, route, status) => {
    const lines = await ask(new Request(`https://enrollwire.test${path}`))
    expect(lines).toMatchObject([{ at: 'request', route, status }])
  })

  test('for a page of a marketplace names the person and the marketplace by id', async () => {
    const { visitor, marketplace } = await merchant(`line${crypto.randomUUID().slice(0, 6)}`)
    written.length = 0
    const cookie = [...visitor.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, 'user-agent': 'Firefox/140 (X11; Linux)', 'cf-connecting-ip': visitor.address }
    const lines = await ask(new Request(`https://enrollwire.test/m/${marketplace}/logs?search=ada`, { headers }))
    expect(lines).toMatchObject([
      { route: '/m/:marketplace/logs', status: 200, marketplace, person: expect.stringMatching(/^\w+$/) },
    ])
  })

  test('that fails on our side says why, without the values a query was given', async () => {
    const failing = {
      prepare: () => ({ bind: () => ({ raw: broken, all: broken, run: broken, first: broken }) }),
      batch: broken,
    } as unknown as D1Database
    const body = new URLSearchParams({ email: 'ada@example.com', password: 'byron byron byron' })
    const headers = { origin: 'https://enrollwire.test' }
    const [line, ...more] = await ask(
      new Request('https://enrollwire.test/sign-in', { method: 'POST', body, headers }),
      { DB: failing },
    )
    expect(more).toEqual([])
    expect(line).toMatchObject({
      at: 'request',
      route: '/sign-in',
      status: 500,
      error: expect.stringContaining('overloaded'),
    })
  })
})

describe('a firing that waits for anything but its turn', () => {
  test('writes one line, with ids, outcome, duration and counts', async () => {
    const made = sampleEvent({ marketplace: 'lines', receivedAt: Date.now(), happenedAt: Date.now() })
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, problem, created_at, updated_at, settings)
         VALUES ('li', 'lines', 'thinkific', 'A', 'lines', 'api_key', 'v1.k1.a.b', 120, 0, NULL, 0, 0, NULL)`,
      ),
      env.DB.prepare(
        `INSERT INTO rules (id, marketplace, integration, product, "trigger", action, target_kind, target_id, target_name, name, "on",
          access_days, end_when, end_days, skip_test, remove_always, created_at, updated_at) VALUES ('lr', 'lines', 'li', 'p1', 'product.purchased', 'create_course', 'course', '7', 'C', 'W', 1, NULL, 'at_once', NULL, 0, 0, 0, 0)`,
      ),
    ])
    const batch = createMessageBatch('events', [
      { id: '0', timestamp: new Date(), attempts: 1, body: eventMessage(made) },
    ])
    await dispatch(batch, env, createExecutionContext())
    expect(lines()).toMatchObject([
      {
        at: 'dispatch.firing',
        marketplace: 'lines',
        rule: 'lr',
        attempts: 1,
        firing: expect.stringContaining('~1'),
        ms: expect.any(Number),
      },
    ])
  })
})

async function broken(): Promise<never> {
  throw new Error('D1 DB is overloaded')
}

/** Answers a request; what was written meanwhile. Nothing written may name a person or a secret. */
async function ask(request: Request, different: Partial<Env> = {}) {
  const ctx = createExecutionContext()
  // A queue of its own: the real one would be consumed, and written about, meanwhile.
  const EVENTS = { send: async () => {} } as unknown as Env['EVENTS']
  await worker.fetch(request, { ...env, EVENTS, ...different }, ctx)
  await waitOnExecutionContext(ctx)
  return lines()
}

function lines(): Record<string, unknown>[] {
  // A random id may hold the letters of a short name.
  expect(written.join('\n')).not.toMatch(/\bada\b/i)
  for (const word of PERSONAL) {
    expect(written.join('\n').toLowerCase()).not.toContain(word.toLowerCase())
  }
  return written.map((line) => JSON.parse(line))
}
