/** What two people, or a person and the queue, do at once. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { listAudit } from '../../src/accounts/audit'
import { deleteMarketplace } from '../../src/accounts/marketplace-commands'
import { audit } from '../../src/db/schema'
import { forgetWord, treatAs } from '../../src/intake/word-commands'
import { KINDS } from '../../src/integrations'
import { connectIntegration, deleteIntegration } from '../../src/integrations/commands'
import { toConnection } from '../../src/integrations/connection'
import { listAllLedgers } from '../../src/integrations/ledgers'
import { addMapping } from '../../src/integrations/mapping-commands'
import { changeIntegration } from '../../src/integrations/settings-commands'
import { findIntegration, listDeleting } from '../../src/integrations/store'
import { toIntegrationAccess } from '../../src/integrations/thinkific/settings'
import { addRule } from '../../src/rules/add-commands'
import { changeRule, switchRule } from '../../src/rules/commands'
import { findRule } from '../../src/rules/store'
import { sampleEvent } from '../journal/samples'
import { createSimulator } from '../simulator/simulator'
import { beforeWriting } from './racing-env'
import { KEY, openScene, readRemembered, receiveJobs, ringUntilJobsEnd, type Scene } from './scene'

let scene: Scene
let simulator = createSimulator()

beforeEach(async () => {
  simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  scene = await openScene(simulator)
})

const journal = () => env.JOURNAL.getByName(scene.ada.marketplace)

describe('An integration deleted while someone', () => {
  const rowsLeft = async (table: 'rules' | 'mappings') =>
    env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE integration = ?`).bind(scene.integration).first('n')

  test('adds a rule to it leaves no rule without an integration', async () => {
    const { ada, rule, tag, integration } = scene
    const racing = beforeWriting(() => deleteIntegration(env, ada, integration))
    await addRule(racing, ada, { ...rule, id: `${tag}-late` })
    await ringUntilJobsEnd(scene, 100_000)
    expect(await rowsLeft('rules')).toBe(0)
  })

  test('maps a field of it leaves no mapping', async () => {
    const { ada, tag, integration } = scene
    const racing = beforeWriting(() => deleteIntegration(env, ada, integration))
    await addMapping(racing, ada, { id: `${tag}-late`, integration, field: 'F', definition: '9', definitionLabel: 'L' })
    await ringUntilJobsEnd(scene, 100_000)
    expect(await rowsLeft('mappings')).toBe(0)
  })

  test('erases a customer is still asked for what it knows of them', async () => {
    const { ada, site, integration } = scene
    await env.DB.prepare('UPDATE integrations SET deleting_at = 1 WHERE id = ?').bind(integration).run()
    expect(await listAllLedgers(env.DB, ada.marketplace, [])).toEqual([{ kind: 'thinkific', site }])
  })
})

describe('An integration that moved to another site while a firing ran', () => {
  async function move(): Promise<void> {
    const { ada, integration, rule, site, tag } = scene
    simulator.addSite({ subdomain: `${tag}-next`, apiKey: KEY, accessToken: KEY })
    const event = sampleEvent({ marketplace: ada.marketplace, id: `${tag}-under-way` })
    const jobs = await receiveJobs(scene, event, rule)
    const settling = beforeWriting(() => env.THINKIFIC_SITE.getByName(site).settle(jobs))
    await changeIntegration(settling, ada, integration, {
      name: 'Academy',
      secret: null,
      settings: { site: `${tag}-next`, scheme: 'api_key', requestsPerMinute: 90, siteWelcome: true },
    })
  }

  test('leaves its credential at the new one alone', async () => {
    await move()
    expect(await readRemembered(scene.site)).toEqual({})
    expect(await readRemembered(`${scene.tag}-next`)).toEqual({ [scene.integration]: 90 })
  })

  test('and is deleted leaves it at neither, however late the firing was', async () => {
    const { ada, integration, site } = scene
    const before = (await findIntegration(env.DB, ada.marketplace, integration)) ?? expect.fail('no integration')
    await move()
    await env.THINKIFIC_SITE.getByName(site).lookUp(toIntegrationAccess(toConnection(before)), 'ada@example.com')
    await deleteIntegration(env, ada, integration)
    await ringUntilJobsEnd(scene, 100_000)
    expect([await readRemembered(site), await readRemembered(`${scene.tag}-next`)]).toEqual([{}, {}])
  })
})

describe('An integration that is being deleted', () => {
  test('leaves its name to another, and keeps it where it is shown', async () => {
    const { ada, integration, site, tag } = scene
    const stopped = { ...env, JOURNAL: { getByName: () => ({ startJob: () => Promise.reject(new Error('stopped')) }) } }
    await expect(deleteIntegration(stopped as unknown as typeof env, ada, integration)).rejects.toThrow('stopped')
    expect(await listDeleting(env.DB, ada.marketplace)).toMatchObject([{ id: integration, name: 'Academy' }])
    const connected = await connectIntegration(env, ada, {
      id: `${tag}-next`,
      kind: KINDS.get('thinkific'),
      name: 'Academy',
      secret: KEY,
      settings: { site, scheme: 'api_key', requestsPerMinute: 90, siteWelcome: true },
    })
    expect(connected).toEqual({ ok: true })
    expect(await deleteIntegration(env, ada, integration)).toMatchObject({ ok: true, name: 'Academy' })
    await ringUntilJobsEnd(scene, 100_000)
    expect(await listDeleting(env.DB, ada.marketplace)).toEqual([])
  })
})

describe('A rule switched off while someone edits it', () => {
  test('stays off', async () => {
    const { ada, rule } = scene
    const racing = beforeWriting(() => switchRule(env, ada, rule.id, false))
    expect(await changeRule(racing, ada, { ...rule, name: 'Club' }, KINDS)).toEqual({ ok: true })
    expect(await findRule(env.DB, ada.marketplace, rule.id)).toMatchObject({ name: 'Club', on: false })
  })
})

describe('A rule that does something else from now on, on another integration', () => {
  test('has a line that says from what to what', async () => {
    const { ada, rule, tag, site } = scene
    await connectIntegration(env, ada, {
      id: `${tag}-second`,
      kind: KINDS.get('thinkific'),
      name: 'Second',
      secret: KEY,
      settings: { site, scheme: 'api_key', requestsPerMinute: 90, siteWelcome: true },
    })
    await changeRule(env, ada, { ...rule, integration: `${tag}-second`, action: 'create_bundle' }, KINDS)
    const [line] = await listAudit(env.DB, ada.marketplace, 1)
    expect(line?.changes).toEqual([
      { field: 'Integration', from: 'Academy', to: 'Second' },
      { field: 'Action', from: 'Create Course Enrollment', to: 'Create Bundle Enrollment' },
    ])
  })

  test('is refused where that integration is gone', async () => {
    const { ada, rule, tag } = scene
    const refused = await changeRule(env, ada, { ...rule, integration: `${tag}-elsewhere` }, KINDS)
    expect(refused).toMatchObject({ ok: false, reason: 'no integration' })
    expect(await findRule(env.DB, ada.marketplace, rule.id)).toEqual(rule)
  })
})

describe('A word whose meaning a person chose and took back', () => {
  test('has lines that say from what to what, and lead to the words', async () => {
    const { ada, tag } = scene
    const post = sampleEvent({ marketplace: ada.marketplace, id: `${tag}-word` })
    await journal().receive({ ...post, type: null, typeWord: 'Club Joined', problem: 'Not known.' }, [])
    const entry = (await journal().notUnderstoodWords())[0]?.newest.entry ?? ''
    expect(await treatAs(env, ada, { entry, meaning: 'product.refunded', always: true })).toMatchObject({ ok: true })
    await forgetWord(env, ada, { format: 'standard', word: 'clubjoined' })
    const lines = await listAudit(env.DB, ada.marketplace, 2)
    const link = '/webhook/activity#words'
    const change = (from: string, to: string) => ({ link, changes: [{ field: 'Meaning', from, to }] })
    const expected = [change('not understood', 'Product Refunded'), change('Product Refunded', 'not understood')]
    expect(lines).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one))))
  })
})

describe('A marketplace that was deleted', () => {
  test('stores nothing of what the queue still held for it', async () => {
    const { ada, rule } = scene
    const { marketplace } = ada
    await deleteMarketplace(env, ada)
    await ringUntilJobsEnd(scene, 100_000)
    const event = sampleEvent({ marketplace, id: 'late' })
    expect(await journal().receive(event, [rule])).toMatchObject({ status: 'repeat', firings: [], newProducts: [] })
    await journal().park({ v: 1, kind: 'event', event, copies: 0 }, 'No retry could settle this.')
    await journal().fallback(event)
    await evictDurableObject(journal())
    await journal().receive({ ...event, id: 'later' }, [rule])
    const stored = await runInDurableObject(journal(), (_, { storage }) =>
      storage.sql
        .exec<{ name: string }>(
          `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`,
        )
        .toArray()
        .map(({ name }) => [name, storage.sql.exec(`SELECT * FROM ${name}`).toArray()] as const),
    )
    expect(JSON.stringify(stored)).not.toContain('example.com')
    expect(await journal().log({})).toMatchObject({ rows: [], waiting: [] })
    expect(await drizzle(env.DB).$count(audit)).toBe(1)
  })
})
