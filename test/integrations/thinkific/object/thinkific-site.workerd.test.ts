import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { IntegrationAccess, ThinkificJob } from '../../../../src/integrations/thinkific/thinkific-job'
import type { Note } from '../../../../src/model/firing-job'
import { PLAIN_OPTIONS } from '../../../../src/model/rule'
import { seal } from '../../../../src/secrets/sealing'
import { createSimulator, type Simulator } from '../../../simulator/simulator.ts'

const API_KEY = '0123456789abcdef0123456789abcdef'
const DAY_MS = 86_400_000
let site = ''
let simulator: Simulator
let access: IntegrationAccess

beforeEach(async () => {
  site = `academy-${crypto.randomUUID().slice(0, 8)}`
  simulator = createSimulator()
  const owner = simulator.addSite({ subdomain: site, apiKey: API_KEY })
  owner.addCourse({ id: 101, name: 'Piano 101' })
  vi.spyOn(globalThis, 'fetch').mockImplementation(simulator.fetch as typeof fetch)
  const id = `integration-${site}`
  access = {
    id,
    name: 'Academy',
    marketplace: 'shop',
    site,
    scheme: 'api_key',
    requestsPerMinute: 120,
    siteWelcome: false,
    sealedCredential: await seal(env.SEALING_KEYS, `integration:shop:${id}`, API_KEY),
  }
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('The object of a site', () => {
  test('settles a purchase in the object, and remembers it after an eviction', async () => {
    const stub = env.THINKIFIC_SITE.getByName(site)
    const [first] = await stub.settle([purchase('event-1', 'ada@example.com')])
    expect(first).toMatchObject({ final: true, outcome: 'enrolled' })
    expect(simulator.counts().total).toBe(2)
    await evictDurableObject(stub)
    const [again] = await env.THINKIFIC_SITE.getByName(site).settle([purchase('event-1', 'ada@example.com')])
    expect(again).toMatchObject({ final: true, outcome: 'enrolled' })
    expect(simulator.counts().total).toBe(2)
  })

  test('the object is evicted from memory while Thinkific answers, and enrolls once', async () => {
    simulator.faults.add({
      kind: 'slow',
      ms: 300,
      match: (call) => call.path === '/enrollments' && call.method === 'POST',
    })
    const stub = env.THINKIFIC_SITE.getByName(site)
    const job = purchase('event-1', 'ada@example.com')
    const lost = stub.settle([job]).catch(() => 'lost')
    await vi.waitFor(() => expect(simulator.calls.at(-1)?.effect).toContain('enrollment'), { interval: 5 })
    await evictDurableObject(stub)
    await lost
    const again = await env.THINKIFIC_SITE.getByName(site).settle([job])
    expect(again).toMatchObject([{ final: true, outcome: 'enrolled' }])
    const [users, enrollments] = [simulator.site(site).data.users, simulator.site(site).data.enrollments]
    expect([users.size, enrollments.size]).toEqual([1, 1])
    expect(simulator.emails).toHaveLength(1)
  })

  test('two deliveries of one firing at the same moment make one set of calls', async () => {
    const stub = env.THINKIFIC_SITE.getByName(site)
    const job = purchase('event-1', 'ada@example.com')
    const answers = await Promise.all([stub.settle([job]), stub.settle([job])])
    expect(answers.flat().map((one) => one.final && one.outcome)).toEqual(['enrolled', 'enrolled'])
    expect(simulator.counts().total).toBe(2)
  })

  test('answers before a slow Thinkific does, and the returning message collects the outcome', async () => {
    simulator.faults.add({ kind: 'slow', ms: 3_500 })
    const stub = env.THINKIFIC_SITE.getByName(site)
    const job = purchase('event-1', 'ada@example.com')
    const [busy] = await stub.settle([job])
    expect(busy).toMatchObject({ final: false, reason: 'busy', parked: false })
    await vi.waitFor(
      async () => expect(await stub.settle([job])).toMatchObject([{ final: true, outcome: 'enrolled' }]),
      {
        timeout: 8_000,
        interval: 500,
      },
    )
    expect(simulator.counts().total).toBe(2)
  })

  test('a refused key marks the integration, parks its firings, and the alarm notices when it works again', async () => {
    await stored()
    simulator.site(site).resetApiKey('another')
    const stub = env.THINKIFIC_SITE.getByName(site)
    const [parked] = await stub.settle([purchase('event-1', 'ada@example.com')])
    expect(parked).toMatchObject({ final: false, parked: true, reason: 'credentials' })
    await runDurableObjectAlarm(stub)
    expect(await problem()).toContain('does not accept')
    simulator.site(site).resetApiKey(API_KEY)
    await stub.adopt(access)
    expect(await problem()).toBeNull()
    const [after] = await stub.settle([purchase('event-1', 'ada@example.com')])
    expect(after).toMatchObject({ final: true, outcome: 'enrolled' })
  })

  test('a key refused while a note is carried out marks the integration too, and the alarm notices when it works again', async () => {
    await stored()
    const stub = env.THINKIFIC_SITE.getByName(site)
    const start = Date.now() - 20 * DAY_MS
    const bought = purchase('event-1', 'ada@example.com', start)
    await stub.settle([bought])
    await stub.settle([canceled(bought, start + 10 * DAY_MS)])
    simulator.site(site).resetApiKey('another')
    const { customer, purchase: paid } = bought
    const note: Note = {
      v: 1,
      event: 'paid',
      eventType: 'subscription.charged',
      triggers: ['subscription.charged'],
      happenedAt: start + 9 * DAY_MS,
      customer,
      purchase: paid,
    }
    expect(await stub.note([note]).catch(String)).toContain('still on its way')
    await runDurableObjectAlarm(stub)
    expect(await problem()).toContain('does not accept')
  })

  test('a saved key that no sealing key opens has to be entered again', async () => {
    const stub = env.THINKIFIC_SITE.getByName(site)
    const lost = { ...access, sealedCredential: 'v1.lost.key.gone' }
    await stub.adopt(lost)
    expect(await stub.recheck(lost)).toEqual({ ok: false, sentence: expect.stringContaining('can no longer be read') })
  })

  test('reads the catalog in the background and says how far it is', async () => {
    const stub = env.THINKIFIC_SITE.getByName(site)
    expect(await stub.refreshProgress(access.id)).toBeNull()
    expect(await stub.refresh(access)).toMatchObject({ state: 'running' })
    await vi.waitFor(async () =>
      expect(await stub.refreshProgress(access.id)).toMatchObject({ state: 'done', calls: 3 }),
    )
    expect(await env.COPIES.get(`catalog:${access.id}`, 'json')).toMatchObject({
      courses: [{ id: '101', name: 'Piano 101' }],
    })
  })
})

function stored() {
  return env.DB.prepare(
    `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, problem, created_at, updated_at, settings)
         VALUES (?, 'shop', 'thinkific', ?, ?, 'api_key', ?, 120, 0, NULL, 0, 0, NULL)`,
  )
    .bind(access.id, access.name + site, site, access.sealedCredential)
    .run()
}

async function problem(): Promise<string | null | undefined> {
  const row = await env.DB.prepare('SELECT problem FROM integrations WHERE id = ?')
    .bind(access.id)
    .first<{ problem: string | null }>()
  return row?.problem
}

/** Ends its access 30 days after the last payment. */
function canceled(bought: ThinkificJob, happenedAt: number): ThinkificJob {
  const [eventType, event] = ['subscription.canceled' as const, 'event-2']
  const end = { when: 'paid' as const, days: 30 }
  const options = { ...PLAIN_OPTIONS, end }
  const instruction = { ...bought.instruction, action: 'expire_course', options }
  const firing = { ...bought.firing, id: `${event}~0`, event, trigger: eventType, happenedAt }
  return { ...bought, eventType, happenedAt, firing, instruction }
}

function purchase(event: string, email: string, happenedAt = Date.now()): ThinkificJob {
  const target = { kind: 'course' as const, id: '101', name: 'Piano 101' }
  return {
    v: 1,
    eventType: 'product.purchased',
    happenedAt,
    receivedAt: happenedAt,
    origin: 'event',
    person: null,
    instruction: { action: 'create_course', target, options: PLAIN_OPTIONS },
    firing: {
      id: `${event}~0`,
      event,
      trigger: 'product.purchased',
      happenedAt,
      impliedBy: null,
      ownTrigger: true,
    },
    customer: { email, firstName: 'Ada', lastName: 'Byron', id: null },
    fields: {},
    integration: access,
    purchase: {
      marketplace: 'shop',
      productId: 'club',
      productName: 'Club',
      orderId: event,
      subscription: null,
      test: false,
    },
  }
}
