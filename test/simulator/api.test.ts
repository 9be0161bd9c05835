import { beforeEach, describe, expect, test } from 'vitest'
import { ACADEMY, ACADEMY_COURSES, addDemoSites, STUDIO } from './academy.ts'
import { createSimulator, type Simulator } from './simulator.ts'
import { keyOf, talkTo } from './talk.ts'

let now: number
let simulator: Simulator
let thinkific: ReturnType<typeof talkTo>

beforeEach(() => {
  now = Date.parse('2026-11-20T10:15:00.250Z')
  simulator = createSimulator({ now: () => now })
  addDemoSites(simulator)
  thinkific = talkTo(simulator)
})

describe('credentials', () => {
  test('a site opens to its own key, and to nothing else, always with the same words', async () => {
    expect((await thinkific.get('/courses?limit=1')).status).toBe(200)
    const wrong = [{}, { ...keyOf(), 'x-auth-api-key': 'other' }, { ...keyOf(STUDIO), 'x-auth-subdomain': 'academy' }]
    for (const headers of wrong) {
      const answer = await talkTo(simulator, headers).get('/courses')
      expect([answer.status, answer.text]).toEqual([401, '{"error":"Authentication Error"}'])
    }
  })

  test('an access token names its own site, and a header must not contradict it', async () => {
    const bearer = { authorization: `Bearer ${STUDIO.accessToken}` }
    expect((await talkTo(simulator, bearer).get('/courses')).body.items[0]?.id).toBe(1101)
    expect((await talkTo(simulator, { ...bearer, 'x-auth-subdomain': 'academy' }).get('/courses')).status).toBe(401)
  })

  test('a token that expired, a key that was reset and a plan without API are 401', async () => {
    simulator.site('studio').setAccessToken('short-lived', now + 1_000)
    const token = talkTo(simulator, { authorization: 'Bearer short-lived' })
    expect((await token.get('/courses')).status).toBe(200)
    now += 1_000
    expect((await token.get('/courses')).status).toBe(401)
    simulator.site('academy').resetApiKey('new')
    expect((await thinkific.get('/courses')).status).toBe(401)
    simulator.addSite({ subdomain: 'start', apiKey: 'k', plan: 'start' })
    expect((await talkTo(simulator, keyOf({ subdomain: 'start', apiKey: 'k' })).get('/courses')).status).toBe(401)
  })

  test('a plan without Apps is 403 and says so', async () => {
    simulator.addSite({ subdomain: 'bare', apiKey: 'k', apps: false })
    const answer = await talkTo(simulator, keyOf({ subdomain: 'bare', apiKey: 'k' })).get('/courses')
    expect([answer.status, answer.body.error]).toEqual([403, expect.stringContaining('Upgrade to gain access')])
  })

  test('a write without User-Agent is stopped by Cloudflare, a read is not', async () => {
    const { 'user-agent': _, ...headers } = keyOf()
    const anonymous = talkTo(simulator, headers)
    expect((await anonymous.get('/courses')).status).toBe(200)
    const answer = await anonymous.post('/users', {})
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('<html')])
  })
})

describe('rate', () => {
  test('the 121st request of any minute is refused until the first one is a minute old', async () => {
    const first = now
    for (let made = 0; made < 120; made += 1) {
      expect((await thinkific.get('/courses?limit=1')).status).toBe(200)
      now += 100
    }
    const refused = await thinkific.get('/courses?limit=1')
    expect([refused.status, refused.headers.get('ratelimit-reset')]).toEqual([429, String(first + 60_000)])
    expect((await talkTo(simulator, keyOf(STUDIO)).get('/courses')).status).toBe(200)
    now = first + 60_000
    expect((await thinkific.get('/courses?limit=1')).status).toBe(200)
    expect((await thinkific.get('/courses?limit=1')).status).toBe(429)
  })

  test('an eleventh request in flight is refused', async () => {
    const answers = await Promise.all(Array.from({ length: 11 }, () => thinkific.get('/courses')))
    expect(
      answers
        .map(({ status }) => status)
        .toSorted()
        .slice(-2),
    ).toEqual([200, 429])
    expect(simulator.calls.map((call) => call.inFlight).at(-1)).toBe(11)
    expect((await thinkific.get('/courses')).status).toBe(200)
  })

  test('normal responses carry no remaining count', async () => {
    const { headers } = await thinkific.get('/courses')
    expect([...headers.keys()].filter((name) => /rate|retry/.test(name))).toEqual([])
  })
})

describe('pages', () => {
  test('a page is 25 long, or what is asked for, and at most 250', async () => {
    const site = simulator.addSite({ subdomain: 'large', apiKey: 'k' })
    for (let id = 1; id <= 260; id += 1) {
      site.addCourse({ id, name: `Course ${id}` })
    }
    const large = talkTo(simulator, keyOf({ subdomain: 'large', apiKey: 'k' }))
    expect((await large.get('/courses')).body.items.length).toBe(25)
    const last = await large.get('/courses?limit=1000&page=2')
    expect(last.body.meta).toEqual({
      pagination: {
        current_page: 2,
        next_page: null,
        prev_page: 1,
        total_pages: 2,
        total_items: 260,
        entries_info: '251-260 of 260',
      },
    })
  })
})

describe('catalog', () => {
  test('bundles have no list, only the products that sell them', async () => {
    expect((await thinkific.get('/bundles')).status).toBe(404)
    const products = (await thinkific.get('/products?limit=250')).body.items
    expect(products.filter((row) => row.productable_type === 'Bundle').map((row) => row.productable_id)).toEqual([
      2001, 2002, 2003,
    ])
    expect((await thinkific.get('/bundles/2002')).body.course_ids).toEqual([1001, 1002, 1005])
    expect((await thinkific.get('/bundles/2002/courses')).body.items.map(({ id }) => id)).toEqual([1001, 1002, 1005])
    expect((await thinkific.get('/bundles/9')).body).toEqual({ error: 'Record not found.' })
  })

  test('product ids, course ids and prices are what they are on the wire', async () => {
    const product = (await thinkific.get('/products/3013')).body
    expect(product).toMatchObject({ productable_id: 1013, productable_type: 'Course', status: 'draft', price: '49.0' })
    expect((await thinkific.get('/courses/1002')).body).toMatchObject({ name: 'Course Two', product_id: 3002 })
    expect((await thinkific.get('/courses/3002')).status).toBe(404)
  })

  test('a course of the new builder is in no list, yet can be enrolled in', async () => {
    const site = simulator.site('academy')
    const { id } = site.addCourse({ name: 'New', newBuilder: true })
    const { id: userId } = site.addUser({ email: 'ada@example.com' })
    expect((await thinkific.get('/courses?limit=250')).text).not.toContain('"New"')
    expect((await thinkific.get('/products?limit=250')).text).not.toContain('"New"')
    expect((await thinkific.post('/enrollments', { user_id: userId, course_id: id })).status).toBe(201)
  })

  test('sign-up fields carry label, type and whether they are required', async () => {
    const { items } = (await thinkific.get('/custom_profile_field_definitions')).body
    expect(items[1]).toEqual({ id: 402, label: 'Country', field_type: 'country', required: false })
  })

  test('another site has another catalog', async () => {
    const studio = talkTo(simulator, keyOf(STUDIO))
    expect((await studio.get(`/courses/${ACADEMY_COURSES['Course Two']}`)).status).toBe(404)
    expect((await thinkific.get(`/users/${STUDIO.admin.id}`)).status).toBe(404)
    expect((await thinkific.get(`/users/${ACADEMY.admin.id}`)).body.roles).toEqual(['site_admin'])
  })
})
