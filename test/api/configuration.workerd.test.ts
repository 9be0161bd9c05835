/** A configuration goes from one marketplace to another by the API alone. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { integrations } from '../../src/db/schema'
import { createEndpoint } from '../../src/intake/endpoint-commands'
import { KEY, openScene, type Scene } from '../crashes/scene'
import { createSimulator } from '../simulator/simulator'
import { type Client, clientOf } from './client'

const HOOK = 'https://hooks.example.com/alerts'
const ALERTS = { name: 'Operations', kind: 'signed-url', on: true, alerts: ['failed'] }
const RULES = [
  { product: '*', trigger: 'product.refunded', action: 'expire_course', target: { id: '7' } },
  {
    product: 'p2',
    trigger: 'product.purchased',
    action: 'create_course',
    target: { id: '9' },
    options: { accessDays: 30 },
  },
]

let scene: Scene
let first: Client
let second: Client

beforeEach(async () => {
  const simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  scene = await openScene(simulator)
  await createEndpoint(env, { ...scene.ada, marketplace: scene.other }, `${scene.tag}-hook`)
  first = await clientOf(scene.ada.marketplace)
  second = await clientOf(scene.other)
})

// biome-ignore lint/suspicious/noExplicitAny: whatever the API says, for a test to look into
type Configuration = any

const exported = async (client: Client): Promise<Configuration> => (await client.get('/configuration')).body
const compare = (client: Client, configuration: Configuration) =>
  client.post('/configuration/comparisons', { configuration })
const apply = (client: Client, configuration: Configuration, more: object = {}, headers = {}) =>
  client.post('/configuration/changes', { configuration, ...more }, headers)

/** The first marketplace with more than a scene has. */
async function filled(): Promise<Configuration> {
  const file = await exported(first)
  const rules = [...file.rules, ...RULES.map((rule) => ({ integration: 'Academy', ...rule }))]
  const words = [{ format: 'samcart', word: 'Upgraded', meaning: 'product.purchased' }]
  const wanted = { ...file, timeZone: 'Europe/Vienna', delinquentAfter: 3, rules, words, alerts: [ALERTS] }
  const done = await apply(first, wanted, { answers: { 'alerts.Operations': HOOK } })
  expect([done.status, done.body]).toMatchObject([200, { left: 0 }])
  return exported(first)
}

describe('A configuration', () => {
  test('exported, applied to a second marketplace and exported again is the same file', async () => {
    const file = await filled()
    expect(file).toMatchObject({ timeZone: 'Europe/Vienna', alerts: [{ name: 'Operations' }] })
    expect(file.rules).toHaveLength(3)
    await drizzle(env.DB).delete(integrations)
    const { body: shown } = await compare(second, file)
    expect(shown.questions.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      'alerts.Operations',
      'integrations.Academy.key',
    ])
    expect(shown.changes[0]).toMatchObject({
      group: 'Integrations',
      tone: 'add',
      sentence: 'Connect the integration “Academy” (Thinkific).',
    })
    const answers = { 'alerts.Operations': HOOK, 'integrations.Academy.key': KEY }
    const done = await apply(second, file, { stamp: shown.stamp, answers })
    expect([done.status, done.body]).toMatchObject([200, { left: 0 }])
    expect(await exported(second)).toEqual(file)
    expect((await compare(second, file)).body).toMatchObject({ changes: [], removals: [], questions: [] })
    expect((await apply(second, file)).body).toMatchObject({ made: 0, left: 0 })
  })

  test('is exported as its page exports it', async () => {
    const { headers, body } = await first.get('/configuration')
    expect(body.$schema).toBe('https://enrollwire.test/schemas/configuration.json')
    expect((await first.get('/configuration', { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304)
  })

  test('that is none is refused with each place that is wrong, and changes nothing', async () => {
    const before = await exported(first)
    for (const ask of [compare, apply]) {
      const answer = await ask(first, { version: 1, rules: [{ product: 'p1', trigger: 'nothing' }], colour: 'red' })
      expect([answer.status, answer.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
        422,
        expect.arrayContaining(['body.configuration.rules[0].trigger', 'body.configuration.colour']),
      ])
      expect((await ask(first, {})).body.errors).toMatchObject([{ path: 'body.configuration.version' }])
    }
    expect(await exported(first)).toEqual(before)
  })

  test('with a stamp makes only what its comparison showed', async () => {
    const file = { ...(await exported(first)), products: [{ id: 'p1', name: 'Renamed' }] }
    const { stamp } = (await compare(first, file)).body
    await first.ask('PATCH', '/products/p1', { name: 'Meanwhile' })
    const late = await apply(first, file, { stamp })
    expect([late.status, late.body.type]).toEqual([409, 'urn:enrollwire:problem:changed-meanwhile'])
    expect((await first.get('/products/p1')).body.name).toBe('Meanwhile')
  })

  test('removes only what a program names', async () => {
    const file = { ...(await exported(first)), rules: [] }
    const { removals } = (await compare(first, file)).body
    expect(removals).toMatchObject([{ tone: 'remove', sentence: expect.stringContaining('Welcome') }])
    await apply(first, file)
    expect((await first.get('/rules')).body.items).toHaveLength(1)
    await apply(first, file, { remove: [removals[0].key] })
    expect((await first.get('/rules')).body.items).toEqual([])
  })

  test('with a wrong credential says which answer, and is applied with the right one', async () => {
    const file = await exported(first)
    await drizzle(env.DB).delete(integrations)
    const wrong = await apply(second, file, { answers: { 'integrations.Academy.key': 'x'.repeat(32) } })
    expect([wrong.status, wrong.body.errors?.[0]?.path]).toEqual([422, 'body.answers.integrations.Academy.key'])
    const right = await apply(second, file, { answers: { 'integrations.Academy.key': KEY } })
    expect([right.status, (await exported(second)).integrations[0]?.name]).toEqual([200, 'Academy'])
  })

  test('gives a secret that it makes once, and keeps it for no repeated key', async () => {
    const file = { version: 1, integrations: [{ name: 'Hook', kind: 'notify-url' }] }
    const { questions } = (await compare(second, file)).body
    const answers = Object.fromEntries(questions.map(({ name }: { name: string }) => [name, HOOK]))
    const once = () => apply(second, file, { answers }, { 'idempotency-key': 'connect-hook' })
    const made = await once()
    expect(made.body.secrets).toMatchObject([{ of: 'Hook', secret: expect.stringMatching(/^whsec_/) }])
    const again = await once()
    expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', { ...made.body, secrets: [] }])
    const kept = await runInDurableObject(env.JOURNAL.getByName(scene.other), (_, { storage }) =>
      JSON.stringify(storage.sql.exec('SELECT * FROM api_answers').toArray()),
    )
    expect(kept).not.toContain(made.body.secrets[0].secret)
  })
})
