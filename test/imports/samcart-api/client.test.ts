import { describe, expect, test } from 'vitest'
import { SamCartClient, type SamCartPage } from '../../../src/imports/samcart-api/client'
import {
  charge,
  customer,
  order,
  product,
  refund,
  type SamCartOrder,
  statusChange,
  subscription,
} from '../../../src/imports/samcart-api/records'
import { SamCart } from '../../simulator/samcart/samcart'
import { SAMCART_CHOICES, type SamCartSwitches } from '../../simulator/samcart/switches'

const API = 'https://api.samcart.test/v1'
const AT = Date.UTC(2026, 10, 20, 10, 15)
const KEY = 'sc-key-1'

function open(key = KEY) {
  const samcart = new SamCart({ apiKey: KEY, now: () => AT })
  samcart.shop.addProduct(440369, 'Club')
  samcart.shop.addProduct(350399, 'Course Two')
  const bought = { email: 'ada@example.com', name: ['Ada', null] as [string, null], at: AT }
  samcart.shop.sell({ ...bought, products: [440369, 350399], order: 19026152, subscription: 551122, cents: 2_900 })
  return { samcart, client: new SamCartClient(API, key, samcart.fetch as typeof fetch) }
}

async function readAll(samcart: SamCart, client: SamCartClient) {
  samcart.shop.refund(19026152, 350399, AT + 1_000, 500)
  samcart.shop.rebill(551122, AT + 2_000)
  samcart.shop.turn(551122, 'canceled', AT + 3_000)
  const [list, found] = [client.list.bind(client), client.find.bind(client)]
  const subscriptions = await list('/subscriptions', 'limit=100', subscription)
  return {
    products: await list('/products', 'limit=100', product),
    orders: await list('/orders', 'created_at_min=2026-11-01&test_mode=false', order),
    charges: await list('/charges', 'limit=100', charge),
    refunds: await list('/refunds', 'limit=100', refund),
    subscriptions,
    history: await list('/subscriptions/551122/history', '', statusChange),
    customer: await found(`/customers/${samcart.shop.customers[0]?.id}`, customer),
  }
}

async function nextPage(client: SamCartClient, query: string): Promise<SamCartPage<SamCartOrder> | null> {
  const reply = await client.list('/orders', query, order)
  return reply.ok ? reply.value : null
}

describe('SamCart’s API', () => {
  test('is read with the key in its header: ids as text, UTC times, cents', async () => {
    const { samcart, client } = open()
    const orders = await client.list('/orders', 'limit=100', order)
    expect(orders).toMatchObject({
      ok: true,
      value: {
        records: [
          {
            id: '19026152',
            at: AT,
            test: false,
            items: [
              { productId: '440369', productName: 'Club', subscription: '551122', status: 'charged', cents: 2_900 },
              { productId: '350399', subscription: null },
            ],
          },
        ],
        next: null,
      },
    })
    expect(samcart.calls).toEqual(['/orders?limit=100'])
  })

  const cases = Object.entries(SAMCART_CHOICES).flatMap(([name, values]) =>
    values.slice(1).map((value) => ({ name: name as keyof SamCartSwitches, value })),
  )
  for (const { name, value } of cases.filter((one) => !['emptyPages', 'retryAfter'].includes(one.name))) {
    test(`means the same with ${name} as ${value}`, async () => {
      const plain = open()
      const odd = open()
      Object.assign(odd.samcart.switches, { [name]: value })
      expect(await readAll(odd.samcart, odd.client)).toEqual(await readAll(plain.samcart, plain.client))
    })
  }

  for (const emptyPages of SAMCART_CHOICES.emptyPages) {
    for (const nextAddress of SAMCART_CHOICES.nextAddress) {
      test(`is read to its end by cursor, with next addresses ${nextAddress} and empty pages: ${emptyPages}`, async () => {
        const { samcart, client } = open()
        Object.assign(samcart.switches, { emptyPages, nextAddress })
        for (let n = 1; n < 250; n += 1) {
          samcart.shop.sell({ email: `buyer-${n}@example.com`, products: [350399], at: AT, order: 1_000 + n })
        }
        const ids: string[] = []
        let query: string | null = 'limit=100&created_at_min=2026-11-01'
        while (query !== null) {
          const page: SamCartPage<SamCartOrder> | null = await nextPage(client, query)
          ids.push(...(page?.records ?? []).map(({ id }) => id))
          query = page?.next ?? null
        }
        expect(ids.length).toBe(250)
        expect(new Set(ids).size).toBe(250)
        expect(samcart.calls).toHaveLength(emptyPages === 'none' ? 3 : 6)
      })
    }
  }

  test('a record that cannot be read costs itself alone', async () => {
    const body = { data: [{ id: 1 }, { id: null }, 'x', { id: 2, product_name: '' }], pagination: null }
    const client = new SamCartClient(API, KEY, async () => Response.json(body))
    expect(await client.list('/products', '', product)).toEqual({
      ok: true,
      value: { records: ['1', '2'].map((id) => ({ id, name: null, status: null })), next: null },
    })
  })

  test('a single record may come in an envelope', async () => {
    const client = new SamCartClient(API, KEY, async () => Response.json({ data: { id: 7, email: 'a@example.com' } }))
    expect(await client.find('/customers/7', customer)).toMatchObject({ ok: true, value: { email: 'a@example.com' } })
  })
})

describe('a call that fails', () => {
  test('with a wrong key is unauthorized; a key that no header can carry is never sent', async () => {
    const { client } = open('another')
    expect(await client.list('/orders', '', order)).toEqual({ ok: false, why: 'unauthorized' })
    const odd = open('schlüssel ')
    expect(await odd.client.list('/orders', '', order)).toEqual({ ok: false, why: 'unauthorized' })
    expect(odd.samcart.calls).toEqual([])
  })

  test('waits as long as a 429 says, else a few seconds', async () => {
    const { samcart, client } = open()
    samcart.fail('too many', 2)
    expect(await client.list('/orders', '', order)).toEqual({ ok: false, why: 'too many', waitMs: 7_000 })
    samcart.switches.retryAfter = 'none'
    expect(await client.list('/orders', '', order)).toEqual({ ok: false, why: 'too many', waitMs: 5_000 })
    expect(await client.list('/orders', '', order)).toMatchObject({ ok: true })
  })

  for (const [fault, sentence] of [
    ['timeout', 'SamCart took too long.'],
    ['unavailable', 'SamCart answered 503.'],
    ['html', 'SamCart answered 502.'],
    ['not json', 'SamCart answered something we cannot read.'],
    ['unreachable', 'SamCart could not be reached.'],
  ] as const) {
    test(`with ${fault} may be tried again`, async () => {
      const { samcart, client } = open()
      samcart.fail(fault)
      expect(await client.list('/orders', '', order)).toEqual({ ok: false, why: 'no answer', sentence })
      expect(await client.list('/orders', '', order)).toMatchObject({ ok: true })
    })
  }

  test('for a record that is gone is not found', async () => {
    const { client } = open()
    expect(await client.find('/customers/1', customer)).toEqual({ ok: false, why: 'not found' })
  })
})
