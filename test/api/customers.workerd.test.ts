/** A customer's story over the API: an event, its entry, their access and why, and what is done by hand. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { openScene, receiveJobs, type Scene } from '../crashes/scene'
import { sampleEvent } from '../journal/samples'
import { createSimulator, type Simulator } from '../simulator/simulator'
import { type Client, clientOf } from './client'

const EMAIL = 'ada@example.com'

let simulator: Simulator
let scene: Scene
let program: Client

beforeAll(async () => {
  simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  scene = await openScene(simulator)
  program = await clientOf(scene.ada.marketplace)
})

const at = (path: string) => `/customers/${encodeURIComponent(EMAIL)}${path}`

describe('A customer', () => {
  test('who bought has access, and the API says by which purchase', async () => {
    const event = sampleEvent({ marketplace: scene.ada.marketplace, id: `${scene.tag}-sale`, orderId: 'o-1' })
    const jobs = await receiveJobs(scene, event, scene.rule)
    await env.THINKIFIC_SITE.getByName(scene.site).settle(jobs)
    const { body } = await program.get(at('/access'))
    expect(body).toMatchObject({
      complete: true,
      items: [
        { integration: { id: scene.integration }, target: { kind: 'course', id: '7' }, open: true, explained: true },
      ],
      purchases: [{ product: { id: 'p1' }, orders: ['o-1'] }],
    })
    expect(body.items[0].reason).toMatch(/^From/)
  })

  test('is listed, with the events that named them', async () => {
    expect((await program.get('/customers?search=ADA')).body.items).toMatchObject([
      { email: EMAIL, last: { type: 'product.purchased' } },
    ])
    const { body } = await program.get(at(''))
    expect(body).toMatchObject({ email: EMAIL, erased: false })
    expect(body.events.map(({ order }: { order: string }) => order)).toContain('o-1')
  })

  test('is enrolled by hand once for each key, under the name of the token', async () => {
    const enroll = () =>
      program.post(
        '/customers/Cleo@Example.com/enrollments',
        { integration: scene.integration, target: { kind: 'course', id: '7' } },
        { 'idempotency-key': 'enroll-cleo' },
      )
    const first = await enroll()
    expect(first).toMatchObject({ status: 202, body: { customer: { email: 'cleo@example.com' }, target: { id: '7' } } })
    expect((await enroll()).body).toEqual(first.body)
    const { body } = await program.get(`/entries/${encodeURIComponent(first.body.id)}`)
    expect(body).toMatchObject({
      source: 'person',
      asked: [{ did: 'enroll now', person: 'token “write” of ada' }],
    })
  })

  test('is not enrolled in what is no course, by an integration of no one, or for a purchase they never made', async () => {
    const target = { kind: 'course', id: '7' }
    const { integration } = scene
    const wrong = [
      { integration, target: { kind: 'course', id: 'nowhere' } },
      { integration, target: { kind: 'planet', id: '7' } },
      { integration: 'none', target },
      { integration, target, purchase: { product: 'p2' } },
    ]
    for (const body of wrong) {
      const answer = await program.post(at('/enrollments'), body)
      expect([body, answer.status, answer.body.errors?.length]).toEqual([body, 422, 1])
    }
    expect((await program.post('/customers/nobody/enrollments', { integration, target })).status).toBe(422)
  })

  test('loses by hand what is open, and nothing that is not', async () => {
    const target = { kind: 'course', id: '7' }
    const ended = await program.post(at('/endings'), { integration: scene.integration, target })
    expect(ended).toMatchObject({ status: 202, body: { customer: { email: EMAIL }, action: 'expire_course' } })
    const never = await program.post(at('/endings'), {
      integration: scene.integration,
      target: { kind: 'course', id: '8' },
    })
    expect([never.status, never.body.type]).toEqual([409, 'urn:enrollwire:problem:not-open'])
  })
})

describe('An event', () => {
  const sale = (email: string) => ({
    type: 'product.purchased',
    data: { customer: { email }, items: [{ product_id: 'p1' }] },
  })

  test('posted by a program is taken as by a standard sender, and one that is none is refused with the field', async () => {
    const posted = await program.post('/events', { ...sale('eva@example.com'), id: 'own-id' })
    expect(posted).toMatchObject({ status: 202, body: { event: 'own-id', ignored: [] } })
    const refused = await program.post('/events', { type: 'product.purchased', data: { customer: {}, items: [] } })
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['body.data.customer.email', 'body.data.items']),
    )
    const line = await env.DB.prepare(`SELECT did, what, through FROM audit WHERE did = 'posted'`).first()
    expect(line).toEqual({ did: 'posted', what: 'an event, Product Purchased of product p1', through: 'api' })
  })
})

describe('An entry', () => {
  test('that waits is given up once, and then the API says it is too late', async () => {
    const path = `/entries/${encodeURIComponent(scene.entry)}`
    const waiting = (await program.get('/entries')).body
    expect(waiting.waiting.map(({ id }: { id: string }) => id)).toContain(scene.entry)
    expect(await program.post(`${path}/endings`)).toMatchObject({ status: 202, body: { outcome: 'given up' } })
    const again = await program.post(`${path}/endings`)
    expect([again.status, again.body.type]).toEqual([409, 'urn:enrollwire:problem:too-late'])
    expect((await program.post('/entries/none~1/retries')).status).toBe(404)
    expect((await program.get('/entries?outcome=given%20up')).body.items).toHaveLength(1)
  })

  test('is run again with many others, as a job', async () => {
    const run = await program.post('/entry-runs', { act: 'retry', entries: { outcome: 'given up' } })
    expect(run).toMatchObject({ status: 202, body: { job: { kind: 'run-entries', person: 'token “write” of ada' } } })
    const { id } = run.body.job
    expect((await program.get(`/jobs/${encodeURIComponent(id)}`)).body.id).toBe(id)
    expect((await program.get('/jobs')).body.items).toContainEqual(expect.objectContaining({ id }))
  })
})

describe('An import', () => {
  test('is uploaded, mapped by its columns, and deleted', async () => {
    const file = 'Email,Product ID\neva@example.com,p1\n'
    const form = new FormData()
    form.append('file', new File([file], 'orders.csv', { type: 'text/csv' }))
    const uploaded = await program.upload('/imports', form)
    expect(uploaded).toMatchObject({
      status: 201,
      body: { name: 'orders.csv', stage: 'uploaded', rows: 1, columns: [{ name: 'Email' }, { name: 'Product ID' }] },
    })
    const path = `/imports/${uploaded.body.id}`
    const wrong = await program.ask('PUT', `${path}/mapping`, { columns: { email: 1, productId: 0 } })
    expect(wrong.body.errors).toMatchObject([{ path: 'body.columns.email' }])
    const mapped = await program.ask('PUT', `${path}/mapping`, { columns: { email: 0, productId: 1 } })
    expect(mapped).toMatchObject({ status: 202, body: { job: { kind: 'read-import' } } })
    await expect.poll(async () => (await program.get(path)).body.stage).toBe('read')
    expect((await program.get(`${path}/rows`)).body.items).toMatchObject([
      { line: 2, problem: null, email: 'eva@example.com', product: { id: 'p1' } },
    ])
    const unknown = await program.ask('PUT', `${path}/choice`, { products: { p1: 'p99' } })
    expect(unknown.body.errors).toMatchObject([{ path: 'body.products.p1' }])
    expect((await program.ask('PUT', `${path}/choice`, { products: { p1: 'p1' } })).status).toBe(202)
    expect((await program.post('/imports', 'x', { 'content-type': 'text/csv' })).status).toBe(415)
    await program.ask('DELETE', path)
    expect((await program.get(path)).status).toBe(404)
  })
})

describe('What needs a person', () => {
  test('is listed as Overview has it, with the page where it is fixed', async () => {
    await env.DB.prepare(`UPDATE integrations SET problem = 'refused' WHERE id = ?`).bind(scene.integration).run()
    const { body } = await program.get('/attention')
    expect(body.items).toContainEqual(
      expect.objectContaining({
        kind: 'credentials',
        serious: true,
        page: expect.stringContaining(`/m/${scene.ada.marketplace}/integrations/`),
      }),
    )
  })
})
