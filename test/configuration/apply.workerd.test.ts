/** Files applied to marketplaces on the real D1, KV and objects. */
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { listAudit } from '../../src/accounts/audit'
import type { Author } from '../../src/accounts/audit-line'
import { stampChanges } from '../../src/configuration/change'
import { applyConfiguration } from '../../src/configuration/commands'
import { exportConfiguration } from '../../src/configuration/export'
import type { ConfigurationFile } from '../../src/configuration/format'
import { loadPlan } from '../../src/configuration/load-plan'
import { readConfigurationFile } from '../../src/configuration/read-file'
import { loadSetup, type Setup } from '../../src/configuration/setup'
import { integrations, marketplaces, members } from '../../src/db/schema'
import { createEndpoint } from '../../src/intake/endpoint-commands'
import { findIntegration, listIntegrations } from '../../src/integrations/store'
import { CATALOG_VERSION } from '../../src/integrations/thinkific/catalog/catalog'
import { writeCatalog } from '../../src/integrations/thinkific/catalog/store'
import { switchRule } from '../../src/rules/commands'
import { listRules } from '../../src/rules/store'
import { openScene, type Scene } from '../crashes/scene'
import { seed, sized } from '../depth'
import { createSimulator } from '../simulator/simulator'
import { anySetup } from './random-setup'

const ORIGIN = 'https://enrollwire.test'
const ADDRESSES = {
  'alerts.Operations': 'https://hooks.slack.com/services/T/B/x',
  'alerts.night SHIFT': 'https://hooks.example.com/alerts',
}

let scene: Scene
let simulator = createSimulator()
let made = 0

beforeEach(async () => {
  simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  scene = await openScene(simulator)
})

/** A marketplace of Ada's with the same integrations, and nothing else. */
async function emptyShop(like: Setup): Promise<Author> {
  made += 1
  const marketplace = `${scene.tag}-empty${made}`
  const db = drizzle(env.DB)
  const { id } = scene.ada.person
  const createdAt = new Date()
  await db.insert(marketplaces).values({ id: marketplace, name: 'Empty', slug: marketplace, createdAt })
  await db.insert(members).values({ id: `${id}-in-${marketplace}`, marketplace, person: id, role: 'admin', createdAt })
  const author = { ...scene.ada, marketplace }
  await createEndpoint(env, author, `${marketplace}-hook`)
  for (const { row } of like.integrations) {
    await db.insert(integrations).values({ ...row, id: `${marketplace}-${row.id}`, marketplace })
  }
  return author
}

function exported(author: Author): Promise<string> {
  return loadSetup(env.DB, author.marketplace).then((here) => exportConfiguration(here, ORIGIN))
}

function apply(author: Author, text: string, more: Partial<Parameters<typeof applyConfiguration>[2]> = {}) {
  const id = crypto.randomUUID()
  return applyConfiguration(env, author, { id, text, remove: [], answers: ADDRESSES, origin: ORIGIN, ...more })
}

async function plan(author: Author, text: string) {
  const read = readConfigurationFile(text)
  return (await loadPlan(env, author.marketplace, read.ok ? read.configuration : expect.fail('refused'))).plan
}

async function stamp(author: Author, text: string): Promise<string> {
  const { changes, removals } = await plan(author, text)
  return stampChanges([...changes, ...removals])
}

async function edited(author: Author, edit: (file: ConfigurationFile) => void): Promise<string> {
  const file = JSON.parse(await exported(author)) as ConfigurationFile
  edit(file)
  return JSON.stringify(file)
}

describe('A configuration in an empty marketplace', () => {
  test('is exported again as the same file, and applied again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anySetup, async (here) => {
        const text = exportConfiguration(here, ORIGIN)
        const author = await emptyShop(here)
        expect(await apply(author, text, { madeFrom: await stamp(author, text) })).toMatchObject({ ok: true, left: 0 })
        expect(await exported(author)).toBe(text)
        const lines = (await listAudit(env.DB, author.marketplace, 500)).length
        expect(await apply(author, text)).toMatchObject({ ok: true, made: 0, left: 0 })
        expect(await exported(author)).toBe(text)
        expect(await listAudit(env.DB, author.marketplace, 500)).toHaveLength(lines)

        // And so in a third, from the second's own export: ids do not grow on the way.
        const third = await emptyShop(here)
        await apply(third, await exported(author))
        expect(await exported(third)).toBe(text)
        const ids = (await listRules(env.DB, third.marketplace)).map(({ id }) => id)
        expect(ids.every((id) => id.endsWith(third.marketplace))).toBe(true)
      }),
      { numRuns: sized(4, 60), ...seed(7) },
    )
  })

  test('of 1,500 rules comes in at one press, with a line for each batch', async () => {
    const [here] = fc.sample(anySetup, { numRuns: 1, seed: 3 })
    const author = await emptyShop(here ?? expect.fail('none'))
    const rule = { product: '*', trigger: 'product.purchased', integration: 'Academy', action: 'create_course' }
    const rules = Array.from({ length: 1_500 }, (_, n) => ({ ...rule, target: { id: String(n + 1) } }))
    const products = Array.from({ length: 60 }, (_, n) => ({ id: `p${n}`, name: `Product ${n}` }))
    expect(await apply(author, JSON.stringify({ version: 1, rules, products }))).toMatchObject({ ok: true, left: 0 })
    expect(await listRules(env.DB, author.marketplace)).toHaveLength(1_500)
    const lines = (await listAudit(env.DB, author.marketplace, 500)).map(({ what }) => what)
    expect(lines.filter((what) => what.startsWith('100 rules'))).toHaveLength(15)
    expect(lines).toContainEqual('60 products, beginning with “Product 0”')
  })
})

describe('A file changed in a text editor', () => {
  test('changes the rule of its id, and says so in the words of its form', async () => {
    const { ada, rule } = scene
    const text = await edited(ada, (file) => {
      const [first] = file.rules
      Object.assign(first ?? {}, { options: { accessDays: 60 }, on: false, target: { id: '8', name: 'Course Seven' } })
    })
    const { changes, removals } = await plan(ada, text)
    expect(removals).toEqual([])
    expect(changes).toMatchObject([
      {
        is: 'change rule',
        changes: [
          { field: 'Target', from: 'Course Seven (course 7)', to: 'Course 8 (course 8)' },
          { field: 'Access', from: 'without an end', to: '60 days' },
        ],
      },
      { is: 'switch rule', rule: { on: false } },
    ])
    expect(await apply(ada, text, { madeFrom: await stamp(ada, text) })).toMatchObject({ ok: true, made: 2 })
    expect(await listRules(env.DB, ada.marketplace)).toMatchObject([
      { id: rule.id, name: 'Welcome', on: false, target: { id: '8' }, options: { accessDays: 60 } },
    ])
    expect((await env.JOURNAL.getByName(ada.marketplace).log({})).rows[0]?.outcome).toBe('rule off')
  })

  test('removes what it lacks only where that is chosen', async () => {
    const { ada } = scene
    const text = JSON.stringify({ version: 1 })
    expect(await apply(ada, text)).toMatchObject({ ok: true, made: 0 })
    expect(await listRules(env.DB, ada.marketplace)).toHaveLength(1)
    const { removals, stays } = await plan(ada, text)
    expect(removals.map(({ is }) => is)).toEqual(['remove rule'])
    expect(stays).toEqual([
      'The integration “Academy” is here and not in the file. Integrations are deleted on their own page.',
      '2 products are here and not in the file. Products are deleted on their own page.',
    ])
    await apply(ada, text, { remove: removals.map(({ key }) => key), madeFrom: await stamp(ada, text) })
    expect(await listRules(env.DB, ada.marketplace)).toEqual([])
    expect(await findIntegration(env.DB, ada.marketplace, scene.integration)).not.toBeNull()
  })

  test('is refused where the marketplace was changed after the comparison, and nothing is changed', async () => {
    const { ada, rule } = scene
    const text = await edited(ada, (file) => {
      file.products.push({ id: 'p9', name: 'Nine' })
      Object.assign(file.rules[0] ?? {}, { on: false })
    })
    const madeFrom = await stamp(ada, text)
    await switchRule(env, ada, rule.id, false)
    // What someone else did of it meanwhile is no obstacle; something new is.
    await env.DB.prepare(`UPDATE rules SET name = 'Renamed' WHERE id = ?`).bind(rule.id).run()
    const before = await exported(ada)
    expect(await apply(ada, text, { madeFrom })).toMatchObject({ ok: false, reason: 'changed meanwhile' })
    expect(await exported(ada)).toBe(before)
    expect(await apply(ada, text, { madeFrom: await stamp(ada, text) })).toMatchObject({ ok: true, made: 2 })
  })
})

describe('An integration that is not here', () => {
  const file = (site: string) =>
    JSON.stringify({
      version: 1,
      integrations: [{ name: 'North', kind: 'thinkific', settings: { site, pace: 90, welcome: true } }],
      products: [{ id: 'p1', name: 'Product One' }],
      rules: [
        {
          product: 'p1',
          trigger: 'product.purchased',
          integration: 'north',
          action: 'create_course',
          target: { id: '7' },
        },
      ],
    })

  test('is left out with its rules without its key, and connected with it once it works', async () => {
    const { ada, site } = scene
    const text = file(site)
    const { questions, changes } = await plan(ada, text)
    expect(questions).toMatchObject([{ name: 'integrations.North.key', label: 'API Key', isSecret: true }])
    expect(changes.map(({ is, needs }) => [is, needs.length])).toEqual([
      ['connect', 1],
      ['add rule', 1],
    ])
    expect(await apply(ada, text, { answers: {} })).toMatchObject({ ok: true, made: 0 })
    const madeFrom = await stamp(ada, text)
    const wrong = await apply(ada, text, { madeFrom, answers: { 'integrations.North.key': 'w'.repeat(32) } })
    expect(wrong).toMatchObject({ ok: false, reason: 'answer refused', question: 'integrations.North.key' })
    expect(await listRules(env.DB, ada.marketplace)).toHaveLength(1)

    const right = await apply(ada, text, { madeFrom, answers: { 'integrations.North.key': 'k'.repeat(32) } })
    expect(right).toMatchObject({ ok: true, made: 2 })
    const north = (await listIntegrations(env.DB, ada.marketplace)).find(({ name }) => name === 'North')
    expect(north).toMatchObject({ site, requestsPerMinute: 90, siteWelcome: true })
    expect((await listRules(env.DB, ada.marketplace, { integration: north?.id ?? '' })).length).toBe(1)
  })
})

describe('An integration of the same name on another site', () => {
  test('stays there, and its rules get the courses of that name, or are off until one is chosen', async () => {
    const { ada, integration } = scene
    const course = (id: string, name: string) => ({ id, name, status: null, private: false })
    await writeCatalog(env.COPIES, integration, {
      v: CATALOG_VERSION,
      fetchedAt: 1,
      courses: [course('501', 'yoga'), course('502', 'Twice'), course('503', 'Twice')],
      bundles: [],
      fields: [{ id: 'f1', label: 'Company', type: 'text', required: false }],
    })
    const rule = { product: '*', trigger: 'product.purchased', integration: 'Academy', action: 'create_course' }
    const text = JSON.stringify({
      version: 1,
      integrations: [
        {
          name: 'Academy',
          kind: 'thinkific',
          settings: { site: 'elsewhere' },
          mappings: [
            { field: 'Company', to: '77', label: 'company' },
            { field: 'Ort', to: '78', label: 'City' },
          ],
        },
      ],
      rules: [
        { ...rule, id: 'a', target: { id: '7', name: 'Yoga' } },
        { ...rule, id: 'b', target: { id: '9', name: 'Twice' } },
      ],
    })
    const found = await plan(ada, text)
    expect(found.stays[0]).toMatch(/^“Academy” stays at .*-site.thinkific.com; in the file it is at elsewhere/)
    expect(found.leftOut).toEqual([expect.stringContaining('lists no field named “City”')])
    expect(await apply(ada, text)).toMatchObject({ ok: true })
    const rules = (await listRules(env.DB, ada.marketplace)).filter(({ product }) => product === '*')
    expect(rules.map(({ target, on }) => [target.id, on])).toEqual([
      ['501', true],
      ['9', false],
    ])
    expect(await apply(ada, text)).toMatchObject({ ok: true, made: 0 })
    // Its course chosen here, it stays as it was chosen.
    await env.DB.prepare(`UPDATE rules SET target_id = '502', "on" = 1 WHERE target_id = '9'`).run()
    expect(await apply(ada, text)).toMatchObject({ ok: true, made: 0 })
  })
})

describe('Ids of another marketplace', () => {
  test('never reach what is there', async () => {
    const { ada, other, rule } = scene
    const there = { ...ada, marketplace: other }
    const text = await edited(ada, (file) => {
      Object.assign(file.rules[0] ?? {}, { name: 'Taken over', on: false })
    })
    expect(await apply(there, text)).toMatchObject({ ok: true })
    expect(await listRules(env.DB, ada.marketplace)).toMatchObject([{ id: rule.id, name: 'Welcome', on: true }])
    expect(await listRules(env.DB, other)).toMatchObject([{ id: `${rule.id}.${other}`, name: 'Taken over', on: false }])
    const { removals } = await plan(ada, '{"version":1}')
    await apply(there, '{"version":1}', { remove: removals.map(({ key }) => key) })
    expect(await listRules(env.DB, ada.marketplace)).toHaveLength(1)
  })
})
