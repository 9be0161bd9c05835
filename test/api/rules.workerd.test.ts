/** Rules, products and integrations over the API, as the pages have them. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { CATALOG_VERSION } from '../../src/integrations/thinkific/catalog/catalog'
import { writeCatalog } from '../../src/integrations/thinkific/catalog/store'
import { type Shop, shop } from '../web/isolation/shop'
import { type Client, clientOf } from './client'

let full: Shop
let program: Client

beforeAll(async () => {
  full = await shop('ruled')
  program = await clientOf(full.marketplace)
  const listed = { status: 'published', private: true }
  await writeCatalog(env.COPIES, full.ids.integration ?? '', {
    v: CATALOG_VERSION,
    fetchedAt: 1,
    courses: [{ id: '1', name: 'ruled course', ...listed }],
    bundles: [{ id: '2', name: 'ruled bundle', ...listed }],
    fields: [],
  })
})

const draft = () => ({
  product: full.ids.product,
  integration: full.ids.integration,
  action: 'create_course',
  trigger: 'product.purchased',
  target: '1',
})

describe('A rule', () => {
  test('is added with what its integration lists, named by its parts, and on', async () => {
    const { status, body } = await program.post('/rules', { ...draft(), options: { access_days: 30 } })
    expect([status, body]).toMatchObject([
      201,
      {
        name: 'Product Purchased → Create Course Enrollment: ruled course',
        target: { kind: 'course', id: '1', name: 'ruled course' },
        on: true,
        options: { access_days: 30, access_until: null, end: { when: 'at_once' } },
      },
    ])
    expect((await program.get(`/rules/${body.id}`)).body).toEqual(body)
    expect((await full.admin.get(`/m/${full.marketplace}/rules/${body.id}`)).status).toBe(200)
  })

  test.each([
    ['an integration of no one', { integration: 'none' }, 'body.integration'],
    ['an action that its integration lacks', { action: 'send_notify_url' }, 'body.action'],
    ['a trigger that its action lacks', { trigger: 'access.given' }, 'body.trigger'],
    ['a target that is no id', { target: 'nowhere' }, 'body.target'],
    ['a target missing', { target: null }, 'body.target'],
    ['an option of endings', { options: { end: { when: 'later', days: 3 } } }, 'body.options.end'],
    ['days and a date', { options: { access_days: 3, access_until: '2026-12-24' } }, 'body.options.access_until'],
    ['a date that does not exist', { options: { starts_on: '2026-02-30' } }, 'body.options.starts_on'],
    ['no days at all', { options: { access_days: 0 } }, 'body.options.access_days'],
  ])('is not added with %s', async (_, wrong, path) => {
    const answer = await program.post('/rules', { ...draft(), ...wrong })
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path])
  })

  test('is not added to a product that is gone', async () => {
    const answer = await program.post('/rules', { ...draft(), product: 'none' })
    expect([answer.status, answer.body.type]).toEqual([422, 'urn:enrollwire:problem:no-product'])
  })

  test('keeps what a change does not name, and begins its options again with another action', async () => {
    const { body: made } = await program.post('/rules', {
      ...draft(),
      name: 'Mine',
      options: { access_days: 30, skip_test: true },
    })
    const at = `/rules/${made.id}`
    const renamed = await program.ask('PATCH', at, { name: 'Ours', options: { starts_after: 2 } })
    expect(renamed.body).toMatchObject({ name: 'Ours', options: { access_days: 30, starts_after: 2, skip_test: true } })
    const ending = await program.ask('PATCH', at, { action: 'expire_course', trigger: 'product.refunded' })
    expect(ending.body).toMatchObject({
      name: 'Ours',
      options: { access_days: null, skip_test: true, give_back: true },
    })
    expect((await program.ask('PATCH', at, { on: false })).body).toMatchObject({ on: false, name: 'Ours' })
    const trail = await env.DB.prepare(`SELECT did, person FROM audit WHERE link = ? ORDER BY at`)
      .bind(`/rules/${made.id}`)
      .all()
    expect(trail.results.map(({ did }) => did)).toEqual(['added', 'changed', 'changed', 'switched off'])
    expect(trail.results[0]?.person).toMatch(/^token “write” of /)
  })

  test('is changed only as it was read, where a program says so', async () => {
    const { body: made } = await program.post('/rules', draft())
    const etag = (await program.get(`/rules/${made.id}`)).headers.get('etag') ?? ''
    await program.ask('PATCH', `/rules/${made.id}`, { name: 'First' })
    const late = await program.ask('PATCH', `/rules/${made.id}`, { name: 'Second' }, { 'if-match': etag })
    expect([late.status, (await program.get(`/rules/${made.id}`)).body.name]).toEqual([412, 'First'])
  })

  test('is deleted once, and gone after that', async () => {
    const { body: made } = await program.post('/rules', draft())
    const remove = () => program.ask('DELETE', `/rules/${made.id}`)
    expect([await remove(), await remove(), await program.get(`/rules/${made.id}`)]).toMatchObject([
      { status: 204, body: null },
      { status: 404 },
      { status: 404 },
    ])
  })

  test('is listed by its product and its integration', async () => {
    const all = (await program.get('/rules')).body.items
    const own = (await program.get(`/rules?product=${full.ids.product}&integration=${full.ids.integration}`)).body.items
    expect(all.length).toBe(own.length)
    expect((await program.get('/rules?product=*')).body.items).toEqual([])
  })
})

describe('An integration', () => {
  test('is shown with its state, and never with its credential', async () => {
    const { body } = await program.get(`/integrations/${full.ids.integration}`)
    expect(body).toMatchObject({ kind: 'thinkific', name: 'ruled academy', problem: null })
    expect(body.catalog.counts).toEqual([
      { noun: 'course', count: 1 },
      { noun: 'bundle', count: 1 },
    ])
    expect(body.actions.map(({ id }: { id: string }) => id)).toContain('expire_bundle')
    const stored = await env.DB.prepare('SELECT sealed_credential FROM integrations WHERE id = ?')
      .bind(full.ids.integration)
      .first<string>('sealed_credential')
    const shown = JSON.stringify([body, (await program.get('/integrations')).body])
    expect([shown.includes(stored ?? ''), shown.includes('credential')]).toEqual([false, false])
  })

  test('lists what its rules choose from, found by a part of its name', async () => {
    const at = `/integrations/${full.ids.integration}/catalog`
    expect((await program.get(`${at}?search=BUNDLE`)).body.items).toEqual([
      { kind: 'bundle', id: '2', name: 'ruled bundle', status: 'published', private: true },
    ])
    const { next_cursor } = (await program.get(`${at}?limit=1`)).body
    expect((await program.get(`${at}?limit=1&cursor=${next_cursor}`)).body).toMatchObject({
      items: [{ kind: 'course' }],
      next_cursor: null,
    })
  })

  test('has its catalog read again', async () => {
    const refreshed = await program.post(`/integrations/${full.ids.integration}/catalog/refreshes`)
    expect(refreshed).toMatchObject({ status: 202, body: { catalog: { fetched_at: expect.any(String) } } })
    expect((await program.post('/integrations/none/catalog/refreshes')).status).toBe(404)
  })
})
