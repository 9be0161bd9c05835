/** Anything at all is posted to the hooks of the whole Worker: no fault, nothing kept unless authentic, and pages show it as text. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { toCsv } from '../../src/web/logs/csv'
import { seed, sized } from '../depth'
import samcartPurchase from '../fixtures/samcart/product.purchased.json'
import purchased from '../fixtures/standard/product.purchased.json'
import { openOwnedShop } from '../worker/owned-shop'
import type { Person } from '../worker/person'
import type { Shop } from '../worker/shop'
import { everythingStoredFor } from '../worker/stored'
import { MARKUP, oddData, oddText, spoil } from './odd'

const POSTS = { authentic: sized(40, 1_000), strangers: sized(20, 400) }
const PAGES = sized(12, 100)

const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
let mia: Person
let shop: Shop

beforeAll(async () => {
  ;({ mia, shop } = await openOwnedShop([]))
  errors.mockClear()
})

const body = fc.oneof(
  { weight: 4, arbitrary: spoil(purchased).map((data) => JSON.stringify(data) ?? '') },
  { weight: 4, arbitrary: spoil(samcartPurchase).map((data) => JSON.stringify(data) ?? '') },
  { weight: 1, arbitrary: oddData.map((data) => JSON.stringify({ type: 'product.purchased', data }) ?? '') },
  { weight: 1, arbitrary: spoil(samcartPurchase).map(asForm) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(JSON.stringify(purchased)), fc.nat(600)).map(([text, at]) => text.slice(0, at)),
  },
  { weight: 1, arbitrary: oddText },
)
const headers = fc.dictionary(
  fc.constantFrom(
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
    'idempotency-key',
    'content-type',
    'cf-connecting-ip',
  ),
  fc.oneof(
    fc.stringMatching(/^[\x21-\x7e]{0,60}$/),
    fc.constantFrom('v1,', 'v1,AAAA', '0', '-1', '99999999999999999999'),
  ),
  { maxKeys: 4 },
)

describe('A post', () => {
  test('that is not authentic is refused, and leaves nothing but its count', async () => {
    const before = await kept()
    const path = fc.constantFrom(
      '',
      '/samcart',
      '?key=wrong',
      '/samcart?key=',
      '/samcart?key=wrong',
      '/nothing',
      '/%zz',
      '/__proto__',
    )
    const stranger = fc.asyncProperty(path, body, headers, async (where, text, sent) => {
      const { status } = await shop.post(where, text, sent)
      expect([401, 404, 413, 429]).toContain(status)
    })
    await fc.assert(stranger, { numRuns: POSTS.strangers, endOnFailure: true, ...seed(5) })
    expect(await kept()).toEqual(before)
    expect(errors.mock.calls).toEqual([])
  })

  test('that is authentic becomes an entry, which says why if it was not understood', async () => {
    const refused: number[] = []
    const authentic = fc.asyncProperty(fc.constantFrom('', '/samcart'), body, async (where, text) => {
      const { status } = await shop.keyed(where, text)
      expect([202, 400, 422]).toContain(status)
      if (status !== 202) {
        refused.push(status)
      }
    })
    await fc.assert(authentic, { numRuns: POSTS.authentic, endOnFailure: true, ...seed(5) })
    expect(refused.length).toBeGreaterThan(5)
    await vi.waitFor(
      async () => {
        const { rows, waiting, lastEvent } = await shop.journal.log({ limit: 1000 })
        expect([waiting, lastEvent !== null]).toEqual([[], true])
        expect(rows.length).toBeGreaterThan(refused.length / 2)
      },
      { timeout: 45_000, interval: 200 },
    )
    expect(errors.mock.calls).toEqual([])
  })

  test('is text on every page that shows it', async () => {
    const planted = {
      ...purchased,
      data: { ...purchased.data, customer: { email: 'x@example.com', first_name: MARKUP, last_name: '=1+1' } },
    }
    expect(
      (await shop.keyed('', JSON.stringify({ ...planted, note: { isEscaped: true, toString: MARKUP } }))).status,
    ).toBe(202)
    expect((await shop.keyed('', JSON.stringify({ type: MARKUP, isEscaped: true }))).status).toBe(202)
    await vi.waitFor(
      async () => expect((await shop.journal.log({ search: 'onerror' })).found).toBeGreaterThan(1),
      30_000,
    )
    const { rows } = await shop.journal.log({ limit: PAGES })
    const base = `/m/${shop.marketplace}`
    const entries = rows.map(({ id }) => `${base}/logs/${encodeURIComponent(id)}`)
    const customers = rows.flatMap(({ customer }) =>
      customer ? [`${base}/customers/${encodeURIComponent(customer.email)}`] : [],
    )
    const pages = [
      ...entries,
      ...new Set(customers),
      ...['logs', 'overview', 'products', 'webhook', 'rules'].map((page) => `${base}/${page}`),
    ]
    for (const page of pages) {
      const { status, text } = await mia.get(page)
      expect([page, status]).toEqual([page, 200])
      expect([page, text.includes('<img src=x'), text.includes('<script>alert')]).toEqual([page, false, false])
    }
    const cells = toCsv((await shop.journal.log({ limit: 1000 })).rows).match(/(?<=^"|,")[^"]*/gm) ?? []
    expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([])
    expect(errors.mock.calls).toEqual([])
  })
})

/** All that is stored of the shop but the count of refused posts and the copies of endpoint secrets. */
async function kept(): Promise<string[]> {
  const counted = /^JOURNAL facts \{"name":"(refused|version|secret)"|^KV endpoint:|^D1 throttles/
  return (await everythingStoredFor(shop.marketplace)).filter((row) => !counted.test(row)).sort()
}

function asForm(data: unknown): string {
  const pairs = new URLSearchParams()
  const add = (name: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      pairs.append(name, String(value))
    } else {
      for (const [key, inner] of Object.entries(value)) {
        add(name === '' ? key : `${name}[${key}]`, inner)
      }
    }
  }
  add('', data)
  return pairs.toString()
}
