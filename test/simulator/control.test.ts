import type { Hono } from 'hono'
import { beforeEach, describe, expect, test } from 'vitest'
import { addDemoSites } from './academy.ts'
import { appOf } from './app.ts'
import { addBigCatalog, BIG_CATALOG } from './big-catalog.ts'
import { createSimulator, type Simulator } from './simulator.ts'
import { keyOf, talkTo } from './talk.ts'

let simulator: Simulator
let app: Hono

beforeEach(() => {
  simulator = createSimulator({ now: () => Date.parse('2026-11-20T10:15:00Z') })
  addDemoSites(simulator)
  app = appOf(simulator)
})

async function control(method: string, path: string, body?: unknown) {
  const init: RequestInit = { method, headers: { 'content-type': 'application/json' } }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
  }
  const response = await app.request(`/simulator${path}`, init)
  return { status: response.status, body: await response.json<Record<string, unknown>>() }
}

const submit = (path: string, fields: Record<string, string>) =>
  app.request(`/simulator${path}`, { method: 'POST', body: new URLSearchParams(fields) })

describe('The simulator’s controls', () => {
  test('another process opens a site, fills it and enrolls someone', async () => {
    await control('POST', '/sites', { subdomain: 'new', apiKey: 'k', requestsPerMinute: 600 })
    await control('POST', '/sites/new/courses', { id: 5, name: 'One' })
    await control('POST', '/sites/new/bundles', { id: 6, name: 'Both', courseIds: [5] })
    await control('POST', '/sites/new/fields', { label: 'Company', required: true })
    await control('POST', '/sites/new/users', { email: 'ada@example.com', roles: ['course_admin'] })
    const dates = { expiryDate: '2026-12-01T00:00:00Z' }
    const enrolled = await control('POST', '/sites/new/enrollments', {
      email: 'ada@example.com',
      bundleId: 6,
      ...dates,
    })
    expect(enrolled.status).toBe(201)
    expect((await control('GET', '/sites/new/access?email=ada@example.com')).body).toEqual([
      { courseId: 5, course: 'One', state: 'full', until: Date.parse('2026-12-01T00:00:00Z') },
    ])
    expect((await control('GET', '/sites')).body[2]).toMatchObject({
      subdomain: 'new',
      courses: 1,
      requestsPerMinute: 600,
    })
  })

  test('another process alters what there is', async () => {
    const { id } = simulator.site('academy').addUser({ email: 'ada@example.com' })
    const row = simulator.site('academy').enroll({ userId: id, courseId: 1002 })
    await control('PATCH', `/sites/academy/users/${id}`, { email: 'ada@new.example.com' })
    await control('PATCH', `/sites/academy/enrollments/${row.id}`, { expiryDate: '2026-11-01T00:00:00Z' })
    expect(simulator.site('academy').accessTo('ada@new.example.com', 1002)).toBe('expired')
    await control('PATCH', '/sites/academy/credentials', { apiKey: 'fresh', accessToken: null })
    expect((await talkTo(simulator).get('/courses')).status).toBe(401)
    for (const path of [`enrollments/${row.id}`, `users/${id}`, 'courses/1002', 'bundles/2001']) {
      expect((await control('DELETE', `/sites/academy/${path}`)).status).toBe(200)
    }
    const { users, courses, bundles } = simulator.site('academy').data
    expect([users.size, courses.size, bundles.size]).toEqual([1, 12, 2])
  })

  test('another process sets switches, faults and outages, and reads what came of them', async () => {
    expect((await control('PATCH', '/sites/academy/switches', { repost: '422 array' })).body.repost).toBe('422 array')
    await control('POST', '/faults', { kind: '500', path: '^/courses', method: 'GET', site: 'academy' })
    const thinkific = talkTo(simulator)
    expect([(await thinkific.get('/users')).status, (await thinkific.get('/courses')).status]).toEqual([200, 500])
    await control('POST', '/outage', { on: true })
    expect((await thinkific.get('/courses')).status).toBe(522)
    await control('POST', '/outage', { on: false })
    expect((await thinkific.get('/courses')).status).toBe(200)
    expect((await control('GET', '/counts')).body).toMatchObject({ total: 4, statuses: { 200: 2, 500: 1, 522: 1 } })
    expect((await control('GET', '/calls?site=academy&last=1')).body).toMatchObject([{ path: '/courses', status: 200 }])
    await control('DELETE', '/calls')
    expect(simulator.calls).toEqual([])
  })

  test('what cannot be done is refused in words', async () => {
    expect((await control('GET', '/sites/none')).body).toEqual({ error: 'There is no site named none' })
    expect((await control('PATCH', '/sites/academy/switches', { repost: 'x' })).status).toBe(422)
    expect((await control('POST', '/faults', { kind: 'x' })).status).toBe(422)
    expect(
      (await control('POST', '/sites/academy/enrollments', { email: 'no@example.com', courseId: 1 })).body,
    ).toEqual({
      error: 'No user has the e-mail no@example.com',
    })
  })

  test('people do the same by forms and come back to the page', async () => {
    const answers = [
      await submit('/sites/academy/switches', { nullExpiry: 'ignored', searchLagSeconds: '2' }),
      await submit('/faults', { kind: '520', site: '', method: '', path: '', times: '3', ms: '1000', effect: '' }),
      await submit('/outage', { on: 'yes', site: 'studio', kind: '523' }),
    ]
    expect(answers.map(({ status, headers }) => [status, headers.get('location')])).toEqual(Array(3).fill([303, '/']))
    expect(simulator.site('academy').switches).toMatchObject({ nullExpiry: 'ignored', searchLagSeconds: 2 })
    expect(simulator.faults.list).toMatchObject([{ kind: '520', times: 3, effect: false }, { id: 'outage:studio' }])
    await submit('/faults/outage%3Astudio/removal', {})
    expect(simulator.faults.list.length).toBe(1)
  })

  test('the page shows who is in what, the calls and the e-mails, with names made harmless', async () => {
    const thinkific = talkTo(simulator)
    const ada = { first_name: '<b>Ada</b>', last_name: 'Byron', email: 'ada@example.com', send_welcome_email: true }
    const { id } = (await thinkific.post('/users', ada)).body
    await thinkific.post('/enrollments', { user_id: id, course_id: 1002, expiry_date: '2026-12-24T00:00:00Z' })
    const page = await (await app.request('/')).text()
    expect(page).toContain('&lt;b&gt;Ada&lt;/b&gt; Byron')
    expect(page).not.toContain('<b>Ada')
    expect(page).toMatch(
      /trial<\/span> Course Two\s+<span class="quiet">until\s+<time datetime="2026-12-24T00:00:00.000Z"/,
    )
    expect(page).toContain('site welcome: academy')
    expect(page).toContain('POST /enrollments')
  })

  test('a snapshot put back is the same Thinkific, and reset leaves the demo sites', async () => {
    const thinkific = talkTo(simulator)
    const ada = { first_name: 'Ada', last_name: 'Byron', email: 'ada@example.com' }
    const { id } = (await thinkific.post('/users', ada)).body
    await thinkific.post('/bundles/2002/enrollments', { user_id: id })
    const kept = JSON.parse(JSON.stringify(simulator.snapshot()))
    const other = createSimulator({ now: simulator.world.now })
    other.restore(kept)
    expect(other.snapshot()).toEqual(simulator.snapshot())
    expect((await talkTo(other).post('/users', { ...ada, email: 'bob@example.com' })).body.id).toBe(id + 1)
    await control('POST', '/reset')
    expect(simulator.site('academy').user('ada@example.com')).toBeUndefined()
    expect(simulator.sites().map(({ subdomain }) => subdomain)).toEqual(['academy', 'studio'])
    await control('POST', '/reset', { demo: false })
    expect(simulator.sites()).toEqual([])
  })

  test('a big catalog takes twelve pages of courses and fourteen of products', async () => {
    addBigCatalog(simulator.addSite({ subdomain: 'big', apiKey: 'k' }), BIG_CATALOG)
    const big = talkTo(simulator, keyOf({ subdomain: 'big', apiKey: 'k' }))
    const pages = async (path: string) =>
      ((await big.get(`${path}?limit=250`)).body.meta as { pagination: unknown }).pagination
    expect(await pages('/courses')).toMatchObject({ total_items: 3_000, total_pages: 12 })
    expect(await pages('/products')).toMatchObject({ total_items: 3_500, total_pages: 14 })
  })
})
