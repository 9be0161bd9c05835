/** What holds for every request to the API, whatever it asks for. */
import { env, exports } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../src/accounts/auth'
import { API_ROUTES } from '../../src/api/routes'
import { merchant } from '../web/accounts/visitor'
import { type Client, newClient, ORIGIN } from './client'

let ada: Client

beforeAll(async () => {
  ada = await newClient('ada')
  await ada.post('/products', { id: '1', name: 'Club' })
})

const problem = (status: number, reason: string) => ({
  status,
  body: { type: `urn:enrollwire:problem:${reason}`, status, title: expect.any(String), detail: expect.any(String) },
})

describe('A request', () => {
  test.each([
    ['no token', {}],
    ['a token that is none', { authorization: 'Bearer ew_none' }],
    ['a token that was never made', { authorization: `Bearer ew_${'a'.repeat(38)}` }],
    ['another scheme', { authorization: 'Basic YTpi' }],
  ])('with %s is refused everywhere, as it would be to anyone', async (_, headers) => {
    for (const { operation } of API_ROUTES) {
      const answer = await exports.default.fetch(
        new Request(`${ORIGIN}/api/v1${operation.path}`, { method: operation.method, headers }),
      )
      expect([operation.path, answer.status]).toEqual([operation.path, 401])
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(await answer.json()).toMatchObject({ type: 'urn:enrollwire:problem:token' })
    }
  })

  test('with the session of a person who is signed in, and no token, is refused', async () => {
    await loadAuth(env)
    const { visitor, marketplace } = await merchant('signed-in')
    expect((await visitor.get(`/m/${marketplace}/overview`)).status).toBe(200)
    const headers = { cookie: [...visitor.jar].map((pair) => pair.join('=')).join('; '), origin: ORIGIN }
    const answer = await exports.default.fetch(new Request(`${ORIGIN}/api/v1/products`, { headers }))
    expect(answer.status).toBe(401)
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  test('is answered for no other site: without CORS, and never from a cache', async () => {
    const { headers } = await ada.get('/products', { origin: 'https://elsewhere.example.com' })
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect((await ada.ask('OPTIONS', '/products')).status).toBe(405)
  })

  test('with a token that may only read changes nothing, whatever it asks for', async () => {
    const reader = await ada.with('read')
    for (const { operation } of API_ROUTES.filter(({ operation }) => operation.scope === 'write')) {
      const path = operation.path.replaceAll(/\{\w+\}/g, '1')
      const answer = await reader.ask(operation.method.toUpperCase(), path, operation.body ? {} : undefined)
      expect([path, answer]).toMatchObject([path, problem(403, 'scope')])
    }
    expect((await reader.get('/products')).body.items).toHaveLength(1)
  })

  test('at an address that is none, or by a method it does not take, is said so', async () => {
    expect(await ada.get('/nothing')).toMatchObject(problem(404, 'no-such-address'))
    expect(await ada.ask('PUT', '/products')).toMatchObject(problem(405, 'method'))
    expect((await ada.ask('PUT', '/products')).headers.get('allow')).toBe('GET, POST')
  })

  test('whose body is no JSON, is sent as something else, or is too long is refused', async () => {
    expect(await ada.post('/products', '{"id": ')).toMatchObject(problem(400, 'not-json'))
    expect(await ada.post('/products', 'id=1', { 'content-type': 'text/plain' })).toMatchObject(
      problem(415, 'not-json'),
    )
    expect(await ada.post('/products', { id: '2', name: 'x'.repeat(1_100_000) })).toMatchObject(
      problem(413, 'too-large'),
    )
  })

  test('has all its faults named at once', async () => {
    const answer = await ada.post('/products', { id: '', name: 'a\u0007b', colour: 'red' })
    expect(answer).toMatchObject(problem(422, 'invalid'))
    expect(answer.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      'body',
      'body.id',
      'body.name',
    ])
    expect(await ada.get('/products?limit=0&page=2')).toMatchObject(problem(422, 'invalid'))
  })

  test('leaves in the trail which token it was, and whose', async () => {
    const line = await env.DB.prepare(`SELECT person, through FROM audit WHERE what LIKE '%“Club”%'`).first()
    expect(line).toEqual({ person: 'token “write” of ada (ada@example.com)', through: 'api' })
  })
})

describe('A list', () => {
  test('comes in pages, and misses nothing that was there throughout', async () => {
    const bea = await newClient('bea')
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      await bea.post('/products', { id, name: `Product ${id}` })
    }
    const first = await bea.get('/products?limit=2')
    await bea.ask('DELETE', '/products/b')
    const second = await bea.get(`/products?limit=2&cursor=${first.body.next_cursor}`)
    const third = await bea.get(`/products?limit=2&cursor=${second.body.next_cursor}`)
    const ids = [first, second, third].flatMap(({ body }) => body.items.map(({ id }: { id: string }) => id))
    expect([ids, third.body.next_cursor]).toEqual([['a', 'b', 'c', 'd', 'e'], null])
  })

  test('takes no cursor of another list, another marketplace, or of none', async () => {
    const [cleo, dora] = [await newClient('cleo'), await newClient('dora')]
    for (const one of [cleo, dora]) {
      await one.post('/products', { id: 'a', name: 'A' })
      await one.post('/products', { id: 'b', name: 'B' })
    }
    const { next_cursor: cursor } = (await cleo.get('/products?limit=1')).body
    for (const path of [
      `/products?limit=1&search=b&cursor=${cursor}`,
      '/products?cursor=bm9uZQ',
      '/products?cursor=%00',
    ]) {
      expect(await cleo.get(path)).toMatchObject(problem(400, 'cursor'))
    }
    expect(await dora.get(`/products?limit=1&cursor=${cursor}`)).toMatchObject(problem(400, 'cursor'))
    expect((await cleo.get(`/products?limit=5&cursor=${cursor}`)).body.items).toMatchObject([{ id: 'b' }])
  })
})

describe('What was read', () => {
  test('is not sent again while it is the same', async () => {
    const { headers } = await ada.get('/products/1')
    const etag = headers.get('etag') ?? ''
    expect(await ada.get('/products/1', { 'if-none-match': `"other", ${etag}` })).toMatchObject({
      status: 304,
      body: null,
    })
    expect((await ada.get('/products/1', { 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('is changed only as it was read, where a program says so', async () => {
    const etag = (await ada.get('/products/1')).headers.get('etag') ?? ''
    const rename = (name: string, headers: Record<string, string>) => ada.ask('PATCH', '/products/1', { name }, headers)
    expect(await rename('Clubs', { 'if-match': etag })).toMatchObject({ status: 200, body: { name: 'Clubs' } })
    expect(await rename('Other', { 'if-match': etag })).toMatchObject(problem(412, 'changed-meanwhile'))
    expect(await rename('Club', { 'if-match': '*' })).toMatchObject({ status: 200, body: { name: 'Club' } })
  })
})
