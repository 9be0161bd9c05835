import { createExecutionContext, createMessageBatch, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { version } from '../../../package.json'
import { dispatch } from '../../../src/dispatch/dispatch'
import type { Env } from '../../../src/env'
import worker from '../../../src/index'
import { seal } from '../../../src/secrets/sealing'
import { buildReport, type Report } from '../../../src/web/status/report'
import { eventMessage } from '../../dispatch/world'
import { sampleEvent } from '../../journal/samples'
import { createSimulator, type Simulator } from '../../simulator/simulator.ts'

const API_KEY = '0123456789abcdef0123456789abcdef'
const HOUR_MS = 3_600_000
const OPERATOR = { authorization: 'Bearer test-status-token' }
let shop: { marketplace: string; name: string; site: string }
let simulator: Simulator

beforeEach(async () => {
  await env.DB.batch(
    ['marketplaces', 'integrations', 'rules', 'endpoint_secrets'].map((t) => env.DB.prepare(`DELETE FROM ${t}`)),
  )
  const made = crypto.randomUUID().slice(0, 8)
  shop = { marketplace: `shop-${made}`, name: `Shop ${made}`, site: `academy-${made}` }
  simulator = createSimulator()
  simulator.addSite({ subdomain: shop.site, apiKey: API_KEY }).addCourse({ id: 7, name: 'Course Two' })
  vi.spyOn(globalThis, 'fetch').mockImplementation(simulator.fetch as typeof fetch)
  vi.spyOn(console, 'log').mockImplementation(() => {})
  const { marketplace, site } = shop
  const sealed = await seal(env.SEALING_KEYS, `integration:${marketplace}:${site}`, API_KEY)
  await env.DB.batch([
    env.DB.prepare(
      'INSERT INTO marketplaces (id, name, slug, logo, metadata, created_at) VALUES (?1, ?2, ?1, NULL, NULL, 0)',
    ).bind(marketplace, shop.name),
    env.DB.prepare(
      `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, problem, created_at, updated_at, settings)
         VALUES (?1, ?2, 'thinkific', 'Academy', ?1, 'api_key', ?3, 120, 0, NULL, 0, 0, NULL)`,
    ).bind(site, marketplace, sealed),
    env.DB.prepare(
      `INSERT INTO rules (id, marketplace, integration, product, "trigger", action, target_kind, target_id, target_name, name, "on",
          access_days, end_when, end_days, skip_test, remove_always, created_at, updated_at) VALUES (?1, ?1, ?2, 'p1', 'product.purchased', 'create_course', 'course', '7', 'Course Two',
         'Welcome', 1, NULL, 'at_once', NULL, 0, 0, 0, 0)`,
    ).bind(marketplace, site),
  ])
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('/status', () => {
  test.each([
    ['nothing', {}],
    ['another token', { authorization: 'Bearer test-status-tokeN' }],
    ['another scheme', { authorization: 'Basic test-status-token' }],
  ])('reveals nothing to a request with %s', async (_, headers) => {
    const { code, report } = await status(headers)
    expect(code).toBe(401)
    expect(Object.keys(report)).toEqual(['error'])
  })

  test('does not exist for anybody where no token was set', async () => {
    expect((await status({ authorization: 'Bearer ' }, { STATUS_TOKEN: '' })).code).toBe(401)
    expect((await status({ authorization: 'Bearer x' }, { STATUS_TOKEN: 'x' })).code).toBe(401)
  })

  test('is ok after a sale that went through, and shows the versions and the keys in use', async () => {
    await sell('ada@example.com')
    const { code, report } = await status()
    expect(code).toBe(200)
    expect(report).toMatchObject({
      status: 'ok',
      reasons: [],
      backlog: { waiting: 0, parked: 0, unqueued: 0 },
      oldestWaiting: null,
      failuresLastHour: 0,
      integrationsInTrouble: [],
      versions: {
        enrollwire: version,
        commit: null,
        event: 1,
        message: 1,
        receipt: 1,
        tables: { journal: 1, thinkific: 4, 'notify-url': 1 },
      },
      sealedUnder: { k1: 2 },
      marketplaces: [{ id: shop.marketplace, health: { waiting: 0, parked: 0, failuresLastHour: 0 } }],
      sites: [{ site: shop.site, answered: true, held: null, pace: { allowance: 120 }, customers: 1 }],
    })
    expect(report.versions.migrations).toContain('0002_marketplace.sql')
  })

  test('shows an outage of Thinkific: which site is stopped, how many firings wait, and since when', async () => {
    simulator.faults.add({ kind: '502 html', times: 1_000 })
    await sell(...buyers(8))
    const { code, report } = await status()
    expect(code).toBe(200)
    expect(report).toMatchObject({
      status: 'attention',
      backlog: { waiting: 8, parked: 0 },
      oldestWaiting: { marketplace: shop.marketplace },
      failuresLastHour: 0,
      sites: [{ site: shop.site, held: { parked: false } }],
    })
    expect(report.reasons).toContain(`Thinkific does not answer for ${shop.site}.`)
    const { reasons } = await buildReport(env, Date.now() + HOUR_MS)
    expect(reasons.join()).toContain(`A firing of ${shop.name} has been waiting since`)
  })

  test('counts what is parked for a credential Thinkific turns away', async () => {
    simulator.faults.add({ kind: '401', times: 1_000 })
    await sell('ada@example.com')
    const { report } = await status()
    expect(report).toMatchObject({ status: 'attention', backlog: { parked: 1 } })
    expect(report.reasons).toContain('1 firing is parked.')
    await vi.waitFor(
      async () => expect((await status()).report.reasons).toContain(`${shop.name}: Academy needs attention.`),
      { timeout: 20_000 },
    )
  })

  test('counts what failed within the hour', async () => {
    simulator.faults.add({ kind: '404', times: 1_000 })
    await sell('ada@example.com', 'eve@example.com')
    const { report } = await status()
    expect(report).toMatchObject({ status: 'attention', failuresLastHour: 2, backlog: { waiting: 0, parked: 0 } })
    expect(report.reasons).toEqual(['2 firings failed in the last hour.', `${shop.name}: 2 entries failed.`])
  })

  test('says which part does not answer, and what the others say all the same', async () => {
    const silent = { getByName: () => ({ health: () => Promise.reject(new Error('reset')) }) }
    const { code, report } = await status(OPERATOR, { JOURNAL: silent as unknown as Env['JOURNAL'] })
    expect(code).toBe(503)
    expect(report.status).toBe('broken')
    expect(report.reasons).toEqual([`The journal of ${shop.name} did not answer.`])
    expect(report.sites).toMatchObject([{ site: shop.site, answered: true }])
  })

  test('answers while D1 does not', async () => {
    const broken = { batch: () => Promise.reject(new Error('D1 is overloaded')), prepare: () => ({}) }
    const { code, report } = await status(OPERATOR, { DB: broken as unknown as D1Database })
    expect(code).toBe(503)
    expect(report.reasons.join()).toContain('D1 did not answer')
  })

  test('says that RETENTION_DAYS cannot be used', async () => {
    expect((await status(OPERATOR, { RETENTION_DAYS: '7' })).report.reasons.join()).toContain('not “7”')
  })

  test('names the commit a deploy was run at', async () => {
    expect((await status(OPERATOR, { COMMIT: 'abc123+' })).report.versions.commit).toBe('abc123+')
  })

  test('of a thousand quiet marketplaces wakes fifty at a look, and those where something is up each time', async () => {
    await env.DB.batch(
      Array.from({ length: 1_000 }, (_, n) =>
        env.DB.prepare(
          'INSERT INTO marketplaces (id, name, slug, logo, metadata, created_at) VALUES (?1, ?2, ?1, NULL, NULL, 0)',
        ).bind(`many-${n}`, `Shop number ${n}`),
      ),
    )
    const asked: string[] = []
    let parked = 'none'
    const health = {
      waiting: 0,
      parked: 0,
      oldestWaiting: null,
      failuresLastHour: 0,
      unqueued: 0,
      lastEvent: null,
      refused: 0,
    }
    const journals = {
      getByName: (id: string) => ({
        health: async () => {
          asked.push(id)
          return { ...health, parked: id === parked ? 1 : 0 }
        },
        causes: async () => [],
      }),
    } as unknown as Env['JOURNAL']
    const first = (await status(OPERATOR, { JOURNAL: journals })).report
    expect(asked).toHaveLength(50)
    expect(first.status).toBe('ok')
    expect(first.marketplaces).toHaveLength(1_001)
    expect(first.marketplaces.filter(({ askedAt }) => askedAt === null)).toHaveLength(951)
    expect(first.marketplaces.map(({ name }) => name)).toContain('Shop number 999')
    for (let look = 0; look < 20; look += 1) {
      await status(OPERATOR, { JOURNAL: journals })
    }
    expect(new Set(asked).size).toBe(1_001)
    expect(asked).toHaveLength(1_001)
    parked = 'many-7'
    asked.length = 0
    const later = Date.now() + 16 * 60_000
    for (let look = 0; look < 21; look += 1) {
      await buildReport({ ...env, JOURNAL: journals }, later + look)
    }
    expect(new Set(asked).size).toBe(1_001)
    asked.length = 0
    const { backlog } = await buildReport({ ...env, JOURNAL: journals }, later + 60_000)
    expect([asked, backlog.parked]).toEqual([['many-7'], 1])
  })

  test('names no customer', async () => {
    simulator.faults.add({ kind: '502 html', times: 1_000 })
    await sell('ada@example.com')
    expect(JSON.stringify((await status()).report)).not.toMatch(/\bada\b|byron|@/i)
  })
})

async function status(headers: Record<string, string> = OPERATOR, different: Partial<Env> = {}) {
  const ctx = createExecutionContext()
  const request = new Request('https://enrollwire.test/status', { headers })
  const answer = await worker.fetch(request, { ...env, ...different }, ctx)
  await waitOnExecutionContext(ctx)
  return { code: answer.status, report: (await answer.json()) as Report }
}

/** Purchases, as the queue brings them. */
async function sell(...emails: string[]): Promise<void> {
  const bodies = emails.map((email) => {
    const customer = { email, firstName: 'Ada', lastName: 'Byron', id: null }
    const at = Date.now()
    return eventMessage(
      sampleEvent({
        id: email,
        marketplace: shop.marketplace,
        customer,
        orderId: email,
        happenedAt: at,
        receivedAt: at,
      }),
    )
  })
  const batch = createMessageBatch(
    'events',
    bodies.map((body, index) => ({ id: String(index), timestamp: new Date(), attempts: 1, body })),
  )
  await dispatch(batch, env, createExecutionContext())
}

function buyers(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `buyer${n}@example.com`)
}
