/** The main job of a release, done once on a fresh database: what a release keeps in D1, in its objects and in its queue. */
import { createExecutionContext, createMessageBatch, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { recordAudit } from '../../src/accounts/audit'
import { sweepAccounts } from '../../src/accounts/sweep'
import { dispatch } from '../../src/dispatch/dispatch'
import { reloadEndpoint } from '../../src/intake/endpoint'
import { addEndpoint } from '../../src/intake/store'
import { addMapping } from '../../src/integrations/mappings'
import { addIntegration, changeIntegration, listIntegrations } from '../../src/integrations/store'
import type { MarketEvent } from '../../src/model/event'
import type { QueueMessage } from '../../src/model/message'
import { PLAIN_OPTIONS } from '../../src/model/rule'
import { addProduct, listProducts } from '../../src/products/store'
import { addRules, listRules } from '../../src/rules/store'
import { seal } from '../../src/secrets/sealing'
import { readConfiguration } from '../../src/web/status/configuration'
import { sampleEvent } from '../journal/samples'
import type { Simulator } from '../simulator/simulator.ts'
import { goesTo, PASSWORD, Visitor } from '../web/accounts/visitor'
import { recorded, type Statement } from './recorded'

export const SHOP = 'shop'
export const SITE = 'academy'
export const API_KEY = '0123456789abcdef0123456789abcdef'

/** An object's tables as SQL, and their rows. */
export interface Stored {
  tables: string[]
  rows: Record<string, Record<string, SqlStorageValue>[]>
}

export interface Release {
  statements: Statement[]
  journal: Stored
  site: Stored
  /** Ada's purchase was settled; Eve's waits. */
  messages: { ada: QueueMessage; eve: QueueMessage }
}

/** Does it all; what is left. */
export async function mainJob(simulator: Simulator): Promise<Release> {
  const statements: Statement[] = []
  const db = recorded(env.DB, statements)
  await signUp(db)
  await setUp(db)
  const messages = { ada: purchase('ada'), eve: purchase('eve') }
  await consume([messages.ada], db)
  simulator.faults.add({ kind: '502 html', times: 3 })
  await consume([messages.eve], db)
  await changeIntegration(db, SHOP, 'integration', { problem: 'Thinkific turned the key away.' })
  await readConfiguration(db)
  await sweepAccounts(db, Date.now())
  const journal = await stored(env.JOURNAL.getByName(SHOP))
  return { statements, journal, site: await stored(env.THINKIFIC_SITE.getByName(SITE)), messages }
}

export async function consume(bodies: QueueMessage[], db: D1Database = env.DB): Promise<void> {
  const messages = bodies.map((body, index) => ({ id: String(index), timestamp: new Date(), attempts: 1, body }))
  await dispatch(createMessageBatch('events', messages), { ...env, DB: db }, createExecutionContext())
}

/** What happened to somebody's order, as the queue tells it. */
export function happened(name: string, different: Partial<MarketEvent> = {}): QueueMessage {
  const customer = { email: `${name}@example.com`, firstName: name, lastName: 'Byron', id: null }
  const now = Date.now()
  const times = { happenedAt: now, receivedAt: now }
  return {
    ...{ v: 1, kind: 'event', copies: 0 },
    event: sampleEvent({
      id: `purchase-${name}`,
      marketplace: SHOP,
      customer,
      orderId: `order-${name}`,
      ...times,
      ...different,
    }),
  }
}

function purchase(name: string): QueueMessage {
  return happened(name)
}

async function signUp(db: D1Database): Promise<void> {
  const visitor = new Visitor({ SIGN_UP: 'open', DB: db })
  const fields = { name: 'Ada', email: 'ada@example.com', password: PASSWORD, marketplace: 'Shop' }
  await visitor.get(goesTo(await visitor.post('/sign-up/open', fields)))
}

async function setUp(db: D1Database): Promise<void> {
  const sealed = (context: string, plain: string) => seal(env.SEALING_KEYS, context, plain)
  const at = { createdAt: 0, updatedAt: 0 }
  await addIntegration(db, {
    ...{ id: 'integration', marketplace: SHOP, kind: 'thinkific', name: 'Academy', site: SITE, scheme: 'api_key' },
    ...{ requestsPerMinute: 120, siteWelcome: false, problem: null, ...at },
    sealedCredential: await sealed(`integration:${SHOP}:integration`, API_KEY),
  })
  const secret = await sealed(`endpoint:${SHOP}:hook:secret`, 'a key')
  await addEndpoint(db, { id: 'hook', marketplace: SHOP, createdAt: 0 }, [
    { id: 'secret', endpoint: 'hook', kind: 'key', sealed: secret, createdAt: 0, validUntil: null },
  ])
  await reloadEndpoint('hook', { env: { ...env, DB: db }, ctx: createExecutionContext(), log: {} })
  await addProduct(db, SHOP, { id: 'p1', name: 'Power Yoga' })
  const plain = { marketplace: SHOP, integration: 'integration', product: 'p1', on: true, options: PLAIN_OPTIONS }
  const target = { kind: 'course', id: '7', name: 'Course Two' } as const
  await addRules(db, [
    { ...plain, id: 'welcome', name: 'Welcome', action: 'create_course', trigger: 'product.purchased', target },
    { ...plain, id: 'goodbye', name: 'Goodbye', action: 'expire_course', trigger: 'product.refunded', target },
  ])
  const definition = { definition: '1', definitionLabel: 'Company' }
  await addMapping(db, {
    id: 'mapping',
    marketplace: SHOP,
    integration: 'integration',
    field: 'Company',
    ...definition,
  })
  await recordAudit(db, {
    marketplace: SHOP,
    person: { name: 'Ada', email: 'ada@example.com' },
    did: 'made',
    what: 'the integration Academy',
  })
  await listIntegrations(db, SHOP)
  await listRules(db, SHOP)
  await listProducts(db, SHOP)
}

async function stored<T extends Rpc.DurableObjectBranded>(stub: DurableObjectStub<T>): Promise<Stored> {
  return runInDurableObject(stub, (_, { storage: { sql } }) => {
    const schema = sql.exec<{ name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`,
    )
    const tables = schema.toArray()
    const rows = tables.map(({ name }) => [name, sql.exec(`SELECT * FROM ${name}`).toArray()] as const)
    return { tables: tables.map((table) => table.sql), rows: Object.fromEntries(rows) }
  })
}

/** Every table without its rows. */
export async function emptyDatabase(): Promise<void> {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('d1_migrations', 'sqlite_sequence', '_cf_KV', '_cf_METADATA')`,
  ).all<{ name: string }>()
  for (const { name } of results) await env.DB.exec(`DELETE FROM ${name}`)
}
