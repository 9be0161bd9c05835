/** The same Idempotency-Key does nothing twice, and a token makes so many requests a minute. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { AnswerTable } from '../../src/journal/api-requests/answer-table'
import { eraseFromJournal } from '../../src/journal/customers/erasure'
import type { Journal } from '../../src/journal/journal'
import { JournalStore } from '../../src/journal/journal-store'
import { type ApiReply, type Client, clientOf, newClient } from './client'

const DAY_MS = 86_400_000

let ada: Client

beforeAll(async () => {
  ada = await newClient('keyed')
})
afterEach(() => {
  vi.restoreAllMocks()
})

const add = (client: Client, key: string, id: string, name = `Product ${id}`): Promise<ApiReply> =>
  client.post('/products', { id, name }, { 'idempotency-key': key })

const journalOf = ({ marketplace }: Client) => env.JOURNAL.getByName(marketplace)

/** What the journal's table says, as it is stored. */
const kept = (client: Client) =>
  runInDurableObject(journalOf(client), (_, { storage }) => [...storage.sql.exec('SELECT * FROM api_answers')])

describe('An Idempotency-Key', () => {
  test('gets the first answer again, and nothing is done twice', async () => {
    const first = await add(ada, 'one', 'a')
    await ada.ask('PATCH', '/products/a', { name: 'Another name' })
    const again = await add(ada, 'one', 'a')
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body])
    expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([null, 'true'])
    expect((await ada.get('/products/a')).body.name).toBe('Another name')
  })

  test('is refused for another request: another body, address or condition', async () => {
    await add(ada, 'two', 'b')
    const others = [
      await add(ada, 'two', 'b', 'Renamed'),
      await ada.ask('DELETE', '/products/b', undefined, { 'idempotency-key': 'two' }),
      await ada.post('/products', { id: 'b', name: 'Product b' }, { 'idempotency-key': 'two', 'if-match': '"x"' }),
    ]
    expect(others.map(({ status, body }) => [status, body.type])).toEqual(
      Array(3).fill([422, 'urn:enrollwire:problem:idempotency-key']),
    )
    expect((await ada.get('/products/b')).body.name).toBe('Product b')
  })

  test('is its token’s: another token may use the same', async () => {
    await add(ada, 'three', 'c')
    const other = await clientOf(ada.marketplace, 'write', 'other')
    expect((await add(other, 'three', 'd')).status).toBe(201)
  })

  test('sent many times at once is run once, and the others wait', async () => {
    const all = await Promise.all(
      Array.from({ length: 6 }, () =>
        ada.post('/customers/ada@example.com/notes', { text: 'x' }, { 'idempotency-key': 'four' }),
      ),
    )
    const statuses = all.map(({ status }) => status)
    expect(statuses.filter((status) => status !== 409 && status !== 201)).toEqual([])
    expect(all.filter(({ status }) => status === 409).every(({ headers }) => headers.has('retry-after'))).toBe(true)
    expect((await ada.get('/customers/ada@example.com')).body.notes).toHaveLength(1)
  })

  test('is free again after a request that did nothing', async () => {
    expect((await add(ada, 'five', '')).status).toBe(422)
    expect((await add(ada, 'five', 'e')).status).toBe(201)
  })

  test('whose request was cut off is run again once it cannot be under way any more, under the same ids', async () => {
    const note = () => ada.post('/customers/cut@example.com/notes', { text: 'x' }, { 'idempotency-key': 'six' })
    await note()
    await runInDurableObject(journalOf(ada), (_, { storage }) => {
      storage.sql.exec(`UPDATE api_answers SET status = 0, at = at - 60000`)
    })
    expect((await note()).status).toBe(409)
    await runInDurableObject(journalOf(ada), (_, { storage }) => {
      storage.sql.exec(`UPDATE api_answers SET at = at - 120000`)
    })
    expect((await note()).status).toBe(201)
    expect((await ada.get('/customers/cut@example.com')).body.notes).toHaveLength(1)
  })

  test('that is empty or too long is refused, and one on a read means nothing', async () => {
    expect((await add(ada, 'x'.repeat(201), 'f')).status).toBe(422)
    expect((await ada.get('/products', { 'idempotency-key': 'one' })).status).toBe(200)
  })

  test('is kept for a day, as a digest, and its answer until any customer is erased', async () => {
    const bea = await newClient('erasing')
    await bea.post('/customers/eva@example.com/notes', { text: 'Eva called.' }, { 'idempotency-key': 'secret-key' })
    expect(JSON.stringify(await kept(bea))).toContain('Eva called.')
    expect(JSON.stringify(await kept(bea))).not.toContain('secret-key')
    await runInDurableObject(journalOf(bea), (_, { storage }) => {
      const store = new JournalStore(storage.sql, async () => {})
      storage.transactionSync(() => eraseFromJournal(store, 'eva@example.com', Date.now()))
    })
    expect(JSON.stringify(await kept(bea))).not.toContain('Eva called.')
    const again = await bea.post(
      '/customers/eva@example.com/notes',
      { text: 'Eva called.' },
      { 'idempotency-key': 'secret-key' },
    )
    expect([again.status, again.body.type]).toEqual([409, 'urn:enrollwire:problem:erased'])
    await runInDurableObject(journalOf(bea), (_, { storage }) =>
      new AnswerTable(storage.sql).sweep(Date.now() + DAY_MS + 1),
    )
    expect(await kept(bea)).toEqual([])
  })
})

describe('A token', () => {
  test('makes 600 requests a minute, reads what is left, and is refused until the minute is over', async () => {
    const cleo = await newClient('busy')
    const first = await cleo.get('/marketplaces')
    expect(first.headers.get('ratelimit-policy')).toBe('"token";q=600;w=60')
    expect(first.headers.get('ratelimit')).toMatch(/^"token";r=599;t=(60|59)$/)
    const journal = journalOf(cleo)
    const token = await env.DB.prepare('SELECT id FROM api_tokens WHERE marketplace = ?')
      .bind(cleo.marketplace)
      .first<string>('id')
    await runInDurableObject(journal, async (object) => {
      for (let count = 1; count < 600; count += 1) {
        await (object as unknown as Journal).admitApiRequest({ token: token ?? '', keyed: null })
      }
    })
    const refused = await add(cleo, 'eight', 'a')
    expect([refused.status, refused.body.type]).toEqual([429, 'urn:enrollwire:problem:rate'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(refused.headers.get('ratelimit')).toMatch(/r=0/)
    expect(await kept(cleo)).toEqual([])
    const other = await clientOf(cleo.marketplace, 'read', 'second')
    expect((await other.get('/marketplaces')).status).toBe(200)
    vi.setSystemTime(Date.now() + 61_000)
    expect((await cleo.get('/marketplaces')).status).toBe(200)
    vi.useRealTimers()
  })
})
