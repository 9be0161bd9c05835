/** A marketplace with one of everything, on the real D1, KV and objects, and what can be seen of it afterwards. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { eq, getTableName } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { vi } from 'vitest'
import type { Author } from '../../src/accounts/audit-line'
import { hashPassword, verifyPassword } from '../../src/accounts/password'
import * as schema from '../../src/db/schema'
import { buildJob } from '../../src/dispatch/build-job'
import { createEndpoint } from '../../src/intake/endpoint-commands'
import { toConnection, toSettingsColumns } from '../../src/integrations/connection'
import { findIntegration } from '../../src/integrations/store'
import { CATALOG_VERSION } from '../../src/integrations/thinkific/catalog/catalog'
import { writeCatalog } from '../../src/integrations/thinkific/catalog/store'
import { THINKIFIC } from '../../src/integrations/thinkific/kind'
import { toSiteJob } from '../../src/integrations/thinkific/settings'
import type { ThinkificJob } from '../../src/integrations/thinkific/thinkific-job'
import { JobTable } from '../../src/journal/jobs/job-table'
import type { MarketEvent } from '../../src/model/event'
import { PLAIN_OPTIONS, type Rule } from '../../src/model/rule'
import { insertRules } from '../../src/rules/new-rules'
import { seal } from '../../src/secrets/sealing'
import { sampleEvent } from '../journal/samples'
import type { Simulator } from '../simulator/simulator'

export const KEY = 'k'.repeat(32)
export const NEW_KEY = 'n'.repeat(32)
export const PASSWORD = 'a password of some length'
export const NEW_PASSWORD = 'another long password'
/** No site has it without the integration: a site that knows that keeps to it. */
const PACE = 77

export interface Scene {
  /** In every id and name of the scene. */
  tag: string
  /** An admin of both marketplaces. */
  ada: Author
  /** A merchant of the first. */
  ben: Author['person']
  other: string
  site: string
  integration: string
  rule: Rule
  /** The entry of the firing that waits for the rule. */
  entry: string
  endpoint: string
}

/** A job that a page starts begins within this time. */
const SOON_MS = 1_000

/** As the code and as D1 names them. */
const TABLES = Object.entries(schema).map(([name, table]) => ({ name, sql: getTableName(table) }))

/** Another file of the same runtime may have left work behind, so no name of its scenes is used again. */
const FILE = (Date.now() % 36 ** 3).toString(36).padStart(3, '0')
const scenes = { made: 0, hash: '' }

export async function openScene(simulator: Simulator): Promise<Scene> {
  scenes.made += 1
  const tag = `t${FILE}${scenes.made}x`
  const marketplace = `${tag}-shop`
  const scene = {
    tag,
    ada: { marketplace, person: person(tag, 'ada') },
    ben: person(tag, 'ben'),
    other: `${tag}-other`,
    site: `${tag}-site`,
    integration: `${tag}-integration`,
    endpoint: `${tag}-endpoint`,
  }
  await env.DB.batch(TABLES.map(({ sql }) => env.DB.prepare(`DELETE FROM "${sql}"`)))
  simulator
    .addSite({ subdomain: scene.site, apiKey: KEY, accessToken: NEW_KEY })
    .addCourse({ id: 7, name: 'Course Seven' })
  await addPeople(scene)
  const rule = await addRules(scene)
  await createEndpoint(env, scene.ada, scene.endpoint)
  await env.DB.prepare('DELETE FROM audit').run()
  const journal = env.JOURNAL.getByName(marketplace)
  await journal.receive(sampleEvent({ marketplace, id: `${tag}-event` }), [rule])
  const { waiting } = await journal.log({})
  return { ...scene, rule, entry: waiting[0]?.id ?? '' }
}

function person(tag: string, name: string): Author['person'] {
  return { id: `${tag}-${name}`, name, email: `${name}@${tag}.example.com` }
}

async function addPeople({ tag, ada, ben, other }: Omit<Scene, 'rule' | 'entry'>): Promise<void> {
  scenes.hash ||= await hashPassword(PASSWORD)
  const db = drizzle(env.DB)
  const at = new Date()
  const all = [ada.person, ben]
  const member = (marketplace: string, { id }: Author['person'], role: 'admin' | 'merchant') => ({
    id: `${id}-in-${marketplace}`,
    marketplace,
    person: id,
    role,
    createdAt: at,
  })
  await db.batch([
    db.insert(schema.people).values(all.map((one) => ({ ...one, emailVerified: false, createdAt: at, updatedAt: at }))),
    db.insert(schema.credentials).values(
      all.map(({ id }) => ({
        id: `${id}-credential`,
        person: id,
        accountId: id,
        providerId: 'credential',
        password: scenes.hash,
        createdAt: at,
        updatedAt: at,
      })),
    ),
    db.insert(schema.marketplaces).values(
      [ada.marketplace, other].map((id) => ({
        id,
        name: `The marketplace ${id}`,
        slug: `${id} ${tag}`,
        createdAt: at,
      })),
    ),
    db
      .insert(schema.members)
      .values([
        member(ada.marketplace, ada.person, 'admin'),
        member(other, ada.person, 'admin'),
        member(ada.marketplace, ben, 'merchant'),
      ]),
  ])
}

async function addRules(scene: Omit<Scene, 'rule' | 'entry'>): Promise<Rule> {
  const { tag, ada, integration, other, site } = scene
  const { marketplace } = ada
  const db = drizzle(env.DB)
  const connected = async (id: string, marketplace: string) => ({
    id,
    marketplace,
    kind: 'thinkific' as const,
    name: 'Academy',
    problem: null,
    sealedCredential: await seal(env.SEALING_KEYS, `integration:${marketplace}:${id}`, KEY),
    ...toSettingsColumns(THINKIFIC, { site, scheme: 'api_key', requestsPerMinute: PACE, siteWelcome: false }, id),
    createdAt: 1,
    updatedAt: 1,
  })
  const rule: Rule = {
    id: `${tag}-rule`,
    marketplace,
    name: 'Welcome',
    integration,
    integrationName: 'Academy',
    site,
    action: 'create_course',
    trigger: 'product.purchased',
    product: 'p1',
    on: true,
    options: PLAIN_OPTIONS,
    target: { kind: 'course', id: '7', name: 'Course Seven' },
  }
  const row = { marketplace, createdAt: 1 }
  await db.batch([
    db
      .insert(schema.integrations)
      .values([await connected(integration, marketplace), await connected(`${tag}-elsewhere`, other)]),
    db.insert(schema.products).values([
      { ...row, id: 'p1', name: 'Product One' },
      { ...row, id: 'p2', name: 'Product Two' },
    ]),
    db.insert(schema.mappings).values({
      id: `${tag}-mapping`,
      marketplace,
      integration,
      field: 'Firma',
      definition: '1',
      definitionLabel: 'Company',
    }),
    ...insertRules(db, [rule]),
  ])
  await writeCatalog(env.COPIES, integration, {
    v: CATALOG_VERSION,
    fetchedAt: 1,
    courses: [],
    bundles: [],
    fields: [],
  })
  return rule
}

/** An event's firings, taken in by the journal, as jobs for the site. */
export async function receiveJobs(
  { ada, integration }: Scene,
  event: MarketEvent,
  rule: Rule,
): Promise<ThinkificJob[]> {
  const found = await findIntegration(env.DB, ada.marketplace, integration)
  if (found === null) {
    throw new Error('the scene has no integration')
  }
  const { firings } = await env.JOURNAL.getByName(ada.marketplace).receive(event, [rule])
  const settings = {
    rules: [],
    integrations: [toConnection(found)],
    mappings: [],
    names: [],
    zones: new Map(),
    listening: new Set<string>(),
  }
  return firings.flatMap((one) => buildJob({ ...one, event }, settings) ?? []).map(toSiteJob)
}

/**
 * Rings the journal's alarm until its jobs have ended; real timers afterwards.
 * @returns how often time passed, at most 60 times
 */
export async function ringUntilJobsEnd({ ada }: Scene, stepMs: number): Promise<number> {
  let steps = 0
  while (steps < 60 && (await runJobs(ada.marketplace)).length > 0) {
    vi.setSystemTime(Date.now() + stepMs)
    steps += 1
  }
  vi.useRealTimers()
  return steps
}

/** Those that begin in a moment have begun, too. */
async function restJobs(marketplace: string): Promise<void> {
  const isSoon = (dueAt: number) => dueAt < Date.now() + SOON_MS
  for (let tries = 0; tries < 20 && (await runJobs(marketplace)).some(isSoon); tries += 1) {
    await scheduler.wait(SOON_MS / 10)
  }
}

/**
 * Runs what jobs can do without time passing: they go on by themselves, and a look would catch them at any point.
 * @returns for when the others wait, epoch ms
 */
async function runJobs(marketplace: string): Promise<number[]> {
  const journal = env.JOURNAL.getByName(marketplace)
  for (;;) {
    const running = await runInDurableObject(journal, (_, { storage }) =>
      new JobTable(storage.sql).list().filter(({ status }) => status === 'running'),
    )
    if (running.every(({ dueAt }) => dueAt > Date.now())) {
      return running.map(({ dueAt }) => dueAt)
    }
    await runDurableObjectAlarm(journal)
    // A slice that is under way is not run again meanwhile.
    await scheduler.wait(10)
  }
}

/** Where the machine is slow, the clock queues again what no one has run yet. */
function timeless(sentence: string): string {
  return sentence.replace('Queued again, since no result was recorded.', 'Queued; it runs in a moment.')
}

/** All that is stored of a scene once its jobs rest, with what is random or a time left out. `besides`: tables that are not looked at. */
export async function look(
  { tag, ada, ben, other, site, integration }: Scene,
  besides: string[] = [],
): Promise<unknown> {
  await restJobs(ada.marketplace)
  const tables = TABLES.filter(({ name }) => !besides.includes(name))
  // Hundreds of looks in a run: drizzle would put each query together again.
  const found = await env.DB.batch<object>(tables.map(({ sql }) => env.DB.prepare(`SELECT * FROM "${sql}"`)))
  const rows = tables.map(({ name }, at) => [name, (found[at]?.results ?? []).map(plain).sort()] as const)
  const journal = env.JOURNAL.getByName(ada.marketplace)
  const { rows: log, waiting } = await journal.log({ limit: 1000 })
  const copies = await env.COPIES.list()
  const seen = {
    rows: Object.fromEntries(rows),
    copies: copies.keys.map(({ name }) => name).filter((name) => name.includes(tag)),
    log: [...log, ...waiting]
      .map(({ outcome, sentence, customer, rule }) => plain({ outcome, sentence: timeless(sentence), customer, rule }))
      .sort(),
    jobs: (await journal.jobs()).map(({ kind, status, done, result }) => plain({ kind, status, done, result })).sort(),
    imports: (await journal.imports()).map(({ stage, rows, orders, wrong, did }) => ({
      stage,
      rows,
      orders,
      wrong,
      did,
    })),
    lostSales: await journal
      .lostSales()
      .then(({ groups, settling }) => ({ open: groups.map(({ kind, count }) => ({ kind, count })), settling })),
    differences: await journal.differences(integration).then(({ groups, settling, state }) => ({
      open: groups.map(({ guess, count }) => ({ guess, count })),
      settling,
      result: state?.last?.result ?? null,
      isWeekly: (state?.weeklyAt ?? null) !== null,
    })),
    sitesLeft: await journal.sitesLeft(),
    holds: await journal
      .customer('ada@example.com')
      .then(({ erased, events, notes }) => ({ erased, events: events.length, notes: notes.map(({ text }) => text) })),
    remembered: await readRemembered(site),
    passwords: await Promise.all([ada.person, ben].map(({ id }) => findPassword(id))),
    other,
  }
  return JSON.parse(JSON.stringify(seen).replaceAll(tag, 'T'))
}

/** Which of the two a person signs in with. Their hashes are never the same. */
async function findPassword(person: string): Promise<string[]> {
  const { credentials } = schema
  const [row] = await drizzle(env.DB).select().from(credentials).where(eq(credentials.person, person))
  if (row?.password === scenes.hash) {
    return [PASSWORD]
  }
  const isIt = (password: string) => verifyPassword({ hash: row?.password ?? '', password })
  const tried = await Promise.all([PASSWORD, NEW_PASSWORD].map(async (one) => ((await isIt(one)) ? [one] : [])))
  return tried.flat()
}

/** The integrations a site knows, with their pace. */
export function readRemembered(site: string): Promise<Record<string, number>> {
  return runInDurableObject(env.THINKIFIC_SITE.getByName(site), (_, { storage }) => {
    const [row] = storage.sql.exec<{ value: string }>(`SELECT value FROM site WHERE name = 'integrations'`).toArray()
    const known: Record<string, { access: { requestsPerMinute: number } }> = JSON.parse(row?.value ?? '{}')
    return Object.fromEntries(Object.entries(known).map(([id, { access }]) => [id, access.requestsPerMinute]))
  })
}

const TIME = /^\d{13}$|^\d{4}-\d\d-\d\dT/
const RANDOM = /^(v1\.|scrypt\$|[2-9a-km-np-z]{26}$|[2-9a-km-np-z]{12}$|[\w-]{36}$|[\w-]{43}$|[0-9a-f]{64}$)/

function plain(row: object): string {
  return JSON.stringify(row, (name, value: unknown) => {
    if (name === 'counter') {
      return 'a time'
    }
    if (typeof value === 'string' && value.startsWith('["')) {
      return JSON.parse(value)
    }
    const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
    if (TIME.test(text)) {
      return 'a time'
    }
    return RANDOM.test(text)
      ? 'random'
      : typeof value === 'string'
        ? value
            .replace(/erased:[\w-]+/, 'erased')
            .replace(/ \d{13}$/, ' at a time')
            .replace(/\/logs\/[\w-]{16}/, '/logs/random')
        : value
  })
}
