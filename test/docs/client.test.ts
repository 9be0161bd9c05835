import { describe, expect, test, vi } from 'vitest'
import api from '../../.assets/api.json'
import { buildClient } from '../../.run/client/build-client'
import type { OpenApiDocument } from '../../.run/openapi/document'
import { Enrollwire, EnrollwireProblem } from '../../docs/client'
import { read } from './documents'

const PRODUCT = { id: '1', name: 'Club', created_at: '2026-11-20T10:15:00.000Z' }

/** A client whose requests get these answers, one after the other; and the requests it made. */
function answered(...answers: (Response | Error)[]) {
  const asked: Request[] = []
  const fetch = async (request: Request) => {
    asked.push(request)
    const answer = answers[asked.length - 1] ?? new Error('asked too often')
    if (answer instanceof Error) {
      throw answer
    }
    return answer
  }
  return { asked, client: new Enrollwire({ origin: 'https://enrollwire.test', token: 'ew_secret', fetch }) }
}

function refusal(status: number, reason: string, headers: Record<string, string> = {}): Response {
  const problem = { type: `urn:enrollwire:problem:${reason}`, title: 'No', status, detail: 'Because.' }
  return new Response(JSON.stringify(problem), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

describe('docs/client.ts', () => {
  test('is what the API’s description makes: npx tsx .run/write-client.ts', () => {
    expect(read('docs/client.ts')).toBe(buildClient(api as unknown as OpenApiDocument))
  })

  test('goes through every page of a list, with the same filters', async () => {
    const page = (id: string, next_cursor: string | null) => Response.json({ items: [{ ...PRODUCT, id }], next_cursor })
    const { client, asked } = answered(page('1', 'more'), page('2', null))
    const ids: string[] = []
    for await (const { id } of client.listProducts({ search: 'cl ub' })) {
      ids.push(id)
    }
    expect(ids).toEqual(['1', '2'])
    expect(asked.map(({ url }) => url.replace('https://enrollwire.test/api/v1', ''))).toEqual([
      '/products?search=cl+ub',
      '/products?search=cl+ub&cursor=more',
    ])
  })

  test('sends a change again with the same key where no answer came, and a refusal never', async () => {
    vi.useFakeTimers()
    const { client, asked } = answered(
      new TypeError('fetch failed'),
      refusal(503, 'no-answer-in-time', { 'retry-after': '1' }),
      Response.json(PRODUCT, { status: 201 }),
      refusal(409, 'known'),
    )
    const added = client.addProduct({ id: '1', name: 'Club' })
    await vi.runAllTimersAsync()
    expect(await added).toEqual(PRODUCT)
    const keys = asked.map(({ headers }) => headers.get('idempotency-key'))
    expect([new Set(keys).size, keys[0]]).toEqual([1, expect.stringMatching(/^[\w-]{36}$/)])
    expect(await asked[2]?.json()).toEqual({ id: '1', name: 'Club' })
    const refused = await client.addProduct({ id: '1', name: 'Club' }, { idempotencyKey: 'mine' }).catch((one) => one)
    expect(refused).toBeInstanceOf(EnrollwireProblem)
    expect(refused).toMatchObject({ message: 'Because.', status: 409, reason: 'known' })
    expect([asked.length, asked[3]?.headers.get('idempotency-key')]).toEqual([4, 'mine'])
    vi.useRealTimers()
  })

  test('guards a change by what was read', async () => {
    const { client, asked } = answered(
      Response.json(PRODUCT, { headers: { etag: '"as-read"' } }),
      Response.json({ ...PRODUCT, name: 'Clubs' }),
    )
    const product = await client.getProduct('a/b')
    await client.renameProduct('a/b', { name: 'Clubs' }, { ifMatch: product })
    expect(asked[1]?.headers.get('if-match')).toBe('"as-read"')
    expect(asked[1]?.url).toBe('https://enrollwire.test/api/v1/products/a%2Fb')
    await expect(client.renameProduct('1', { name: 'C' }, { ifMatch: { ...product } })).rejects.toThrow(TypeError)
  })

  test('says what it can of an answer that is no problem+json', async () => {
    const { client } = answered(new Response('<h1>Bad gateway</h1>', { status: 502 }))
    await expect(client.getProduct('1')).rejects.toThrow('Enrollwire answered 502.')
  })
})
