/** Requests that no honest program sends. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { makeCursor } from '../../src/api/contract/cursor'
import { type Shop, shop } from '../web/isolation/shop'
import { type Client, clientOf, newClient } from './client'
import { OPERATIONS } from './document'

const DEEP = [500, 5_000, 20_000, 200_000]

let full: Shop
let program: Client

beforeAll(async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('Thinkific is silent'))
  full = await shop('hostile')
  program = await clientOf(full.marketplace)
})

const pathTo = (path: string) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(full.ids[name] ?? 'none'))

describe('A body nested without end', () => {
  test('is refused wherever a body is taken', async () => {
    const nested = (around: string, depth: number) => around.replace('…', '['.repeat(depth) + ']'.repeat(depth))
    const takers = OPERATIONS.filter(({ body }) => body !== null)
    for (const { name, method, path } of takers) {
      const bodies = name.includes('Configuration')
        ? DEEP.map((depth) => nested('{"configuration": {"version": 1, "x": …}}', depth))
        : [nested('…', 200_000), nested('{"body": …, "name": …}', 200_000)]
      for (const body of bodies) {
        const { status } = await program.ask(method, pathTo(path), body)
        expect([name, status >= 400 && status < 500]).toEqual([name, true])
      }
    }
  })
})

describe('A cursor that a program made up', () => {
  test.each(['x', '{}', '[]', 'null', '-1', '1e99', '["a",{},3]', '\u0000'])(
    'of %j is refused, or the list ends',
    async (after) => {
      const listed = OPERATIONS.filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'))
      for (const { name, path } of listed) {
        const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, one = '']) => full.ids[one])
        const operation = [name, ...ids].join(' ')
        const cursor = makeCursor({ marketplace: full.marketplace, operation, filter: {} }, after)
        const { status } = await program.get(`${pathTo(path)}?cursor=${cursor}`)
        expect([name, [200, 400].includes(status)]).toEqual([name, true])
      }
    },
  )
})

describe('An address', () => {
  test.each(['/customers/', '/rules/', '/products/', '/entries//retries', '//products', '/products/%2e%2e/'])(
    '%s is none',
    async (path) => {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const answer = await program.ask(method, path)
        expect([method, answer.status, answer.body.type]).toEqual([
          method,
          404,
          'urn:enrollwire:problem:no-such-address',
        ])
      }
    },
  )

  test.each(['%00', '%', '%E0%A4%A', '%F0%9F%8E%93', 'a%2Fb', '..%2F..', '%20'])(
    'with the id %s has nothing',
    async (id) => {
      for (const path of [`/rules/${id}`, `/products/${id}`, `/entries/${id}`, `/jobs/${id}`, `/imports/${id}`]) {
        const { status } = await program.get(path)
        expect([path, [404, 422].includes(status)]).toEqual([path, true])
      }
      expect((await program.get(`/customers/${id}`)).status).toBeLessThan(500)
    },
  )
})

describe('HEAD', () => {
  test('is GET without a body, with its ETag and its 304', async () => {
    const { headers } = await program.get('/products')
    const head = await program.ask('HEAD', '/products')
    expect([head.status, head.body, head.headers.get('etag')]).toEqual([200, null, headers.get('etag')])
    expect(
      (await program.ask('HEAD', '/products', undefined, { 'if-none-match': headers.get('etag') ?? '' })).status,
    ).toBe(304)
  })
})

describe('If-Match', () => {
  test.each(['"other"', '', 'x', 'W/"other"', '"a", "b"'])(
    'of %j keeps a rule and a product from being deleted',
    async (etag) => {
      for (const path of [`/rules/${full.ids.rule}`, `/products/${full.ids.product}`, `/imports/${full.ids.import}`]) {
        const answer = await program.ask('DELETE', path, undefined, { 'if-match': etag })
        expect([path, answer.status]).toEqual([path, 412])
        expect((await program.get(path)).status).toBe(200)
      }
    },
  )
})

describe('One Idempotency-Key', () => {
  test('sent at once with one configuration applies it once', async () => {
    const configuration = { version: 1, words: [{ format: 'samcart', word: 'Doubled', meaning: 'ignore' }] }
    const apply = () => program.post('/configuration/changes', { configuration }, { 'idempotency-key': 'twice' })
    const statuses = (await Promise.all([apply(), apply(), apply()])).map(({ status }) => status)
    expect([statuses.includes(200), statuses.filter((status) => ![200, 409].includes(status))]).toEqual([true, []])
    const lines = await env.DB.prepare(`SELECT count(*) AS lines FROM audit WHERE what LIKE '%Doubled%'`).first('lines')
    expect(lines).toBe(1)
  })

  test('sent at once with two bodies does one of them', async () => {
    const add = (id: string) => program.post('/products', { id, name: id }, { 'idempotency-key': 'race' })
    const answers = await Promise.all(['r1', 'r2', 'r1', 'r2'].map(add))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(0)
    expect(statuses.filter((status) => ![201, 409, 422].includes(status))).toEqual([])
    const added = (await program.get('/products?search=r')).body.items.filter(({ id }: { id: string }) =>
      /^r\d$/.test(id),
    )
    expect(added).toHaveLength(1)
  })
})

describe('A token whose maker', () => {
  const admit = async (client: Client) => (await client.get('/products')).status
  const member = (client: Client) =>
    env.DB.prepare('SELECT id FROM members WHERE marketplace = ?').bind(client.marketplace).first<string>('id')

  test('is no longer an admin opens nothing that is an admin’s, and nothing at all once they are out', async () => {
    const ada = await newClient('demoted')
    expect(await admit(ada)).toBe(200)
    await env.DB.prepare(`UPDATE members SET role = 'merchant' WHERE id = ?`)
      .bind(await member(ada))
      .run()
    expect((await ada.get('/configuration')).status).toBe(403)
    expect((await ada.post('/configuration/changes', { configuration: { version: 1 } })).status).toBe(403)
    await env.DB.prepare('DELETE FROM members WHERE id = ?')
      .bind(await member(ada))
      .run()
    expect(await admit(ada)).toBe(401)
  })

  test('has expired, or whose marketplace is being deleted, opens nothing', async () => {
    const bea = await newClient('expired')
    const change = (sql: string) => env.DB.prepare(sql).bind(bea.marketplace).run()
    await change('UPDATE api_tokens SET expires_at = 1 WHERE marketplace = ?')
    expect(await admit(bea)).toBe(401)
    await change('UPDATE api_tokens SET expires_at = NULL WHERE marketplace = ?')
    expect(await admit(bea)).toBe(200)
    await change('UPDATE marketplaces SET deleting_at = 1 WHERE id = ?')
    expect(await admit(bea)).toBe(401)
  })
})
