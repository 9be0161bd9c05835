/** What senders post, and how they prove it, goes wrong: on the whole Worker. */

import { Webhook } from 'standardwebhooks'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import { Shop, thinkific } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const DAY_MS = 86_400_000

let simulator: Simulator
let shop: Shop

beforeEach(async () => {
  vi.useRealTimers()
  simulator = await thinkific()
  shop = await new Shop().open(['academy'])
  await shop.rule('course', 'product.purchased', 'create_course', TWO)
})

const purchase = (order: unknown = '1') => ({
  customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' },
  order: { id: order },
  items: [{ product_id: 'course' }],
})
const text = (data: object) => JSON.stringify({ type: 'product.purchased', timestamp: new Date().toISOString(), data })

describe('a huge body, bad JSON, repeated keys, prototype keys, ids beyond 2^53', () => {
  test('what is too long is refused, what is no JSON is refused and logged, what is not authentic leaves nothing', async () => {
    const huge = await shop.keyed('', text({ ...purchase(), note: 'x'.repeat(97 * 1024) }))
    const broken = await shop.keyed('', '{"type": "product.purchased", ')
    const deep = await shop.keyed('', `{"type": "product.purchased", "data": ${'['.repeat(60)}${']'.repeat(60)}}`)
    const forged = await shop.post('', text(purchase()), {
      'webhook-id': 'forged',
      'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
      'webhook-signature': 'v1,bm90IGEgc2lnbmF0dXJl',
    })
    const twice = await shop.keyed('', text(purchase()).replace('{', '{"type":"product.refunded",'))
    expect([huge, broken, deep, twice, forged].map(({ status }) => status)).toEqual([413, 400, 400, 400, 401])
    const rows = await shop.log(3)
    expect(rows.map(({ outcome }) => outcome)).toEqual(Array(3).fill('not understood'))
    expect(simulator.counts().total).toBe(0)
  })

  test('an id named twice is no id, and its sale is kept', async () => {
    const answer = await shop.keyed('', text(purchase()).replace('"id":"1"', '"id":"1","id":"2"'))
    expect([answer.status, await answer.json()]).toMatchObject([202, { ignored: ['order.id, named twice'] }])
    const [row] = await shop.log(1)
    expect(row).toMatchObject({ outcome: 'enrolled', orderId: null })
  })

  test('a prototype adds nothing, and an id keeps every digit', async () => {
    const body = text(purchase())
      .replace('"id":"1"', '"id":9007199254740993')
      .replace('"items"', '"custom_fields":{"__proto__":{"admin":"yes"},"Company":"Acme"},"items"')
    expect((await shop.keyed('', body)).status).toBe(202)
    const [row] = await shop.log(1)
    expect(row).toMatchObject({ outcome: 'enrolled', orderId: '9007199254740993' })
    const entry = await shop.journal.entry(row?.id ?? '')
    expect(entry?.marketEvent.customFields).toEqual({ Company: 'Acme' })
    expect(({} as { admin?: string }).admin).toBeUndefined()
  })
})

describe('a post sent again, or with a wrong clock', () => {
  test('counts once, were it 80 days later', async () => {
    const now = Date.now()
    await shop.send('product.purchased', purchase(), { id: 'evt-1' })
    await shop.log(1)
    vi.useFakeTimers({ now: now + 80 * DAY_MS, toFake: ['Date'] })
    await shop.send('product.purchased', purchase(), { id: 'evt-1' })
    await expect.poll(async () => (await shop.log(1))[0]?.repeats, { timeout: 20_000 }).toBe(1)
    expect(simulator.counts().total).toBe(2)
  })

  test('is refused when it was signed more than five minutes ago', async () => {
    const then = new Date(Date.now() - 6 * 60_000)
    const body = text(purchase())
    const answer = await shop.post('', body, {
      'webhook-id': 'old',
      'webhook-timestamp': String(Math.floor(then.getTime() / 1000)),
      'webhook-signature': new Webhook(shop.secret).sign('old', then, body),
    })
    expect(answer.status).toBe(401)
  })

  test('that is dated in the future counts as having happened when it came', async () => {
    await shop.send('product.purchased', purchase(), { at: Date.now() + 3 * DAY_MS })
    const [row] = await shop.log(1)
    expect(row?.happenedAt).toBe(row?.receivedAt)
  })
})

describe('a refused post that is sent again, corrected', () => {
  test('arrived after all: its refusal leads to the entry, which says why it was refused first', async () => {
    const owned = await openOwnedShop()
    const base = `/m/${owned.shop.marketplace}`
    const refused = async () => {
      const { text: page } = await owned.mia.get(`${base}/webhook/activity`)
      return page.slice(page.lastIndexOf('Last posts refused'))
    }
    await owned.shop.rule('course', 'product.purchased', 'create_course', TWO)
    await owned.shop.post('', text(purchase()), { 'webhook-id': 'msg_1', 'webhook-timestamp': '1763633700000' })
    await owned.shop.keyed('', text({ ...purchase('A-7'), customer: { email: 'ada' } }))
    await expect.poll(async () => (await owned.shop.journal.refused()).count, { timeout: 20_000 }).toBe(2)
    const [unread] = await owned.shop.log(1)
    expect(await refused()).not.toContain('after all')
    expect((await owned.mia.get(`${base}/overview`)).text).toContain('Posts to your webhook are refused')

    await owned.shop.send('product.purchased', purchase(), { id: 'msg_1' })
    await owned.shop.keyed('', text(purchase('A-7')))
    const entries = await owned.shop.log(3)
    expect(entries.filter(({ outcome }) => outcome === 'enrolled')).toHaveLength(1)
    const lists = await refused()
    for (const { id } of entries.filter((one) => one.id !== unread?.id)) {
      const [link = ''] = new RegExp(`${base}/logs/[^"]*${id.split('.')[1]?.split('~')[0]}[^"]*`).exec(lists) ?? []
      const { headers } = await owned.mia.get(link)
      const page = await owned.mia.get(headers.get('location') ?? link)
      expect(page.text).toMatch(/A post with the same id, or the same order and product, had been refused/)
    }
    expect((await owned.mia.get(`${base}/overview`)).text).not.toContain('refused')
    const closed = await owned.mia.get(`${base}/logs/${encodeURIComponent(unread?.id ?? '')}`)
    expect(closed.text).toMatch(/It arrived after all: .*See what came of it/s)
  })

  test('by a stranger, never accepted: it closes nothing, and changes no entry', async () => {
    await shop.send('product.purchased', purchase(), { id: 'msg_1' })
    const [entry] = await shop.log(1)
    await shop.post('', text(purchase('2')), { 'webhook-id': 'msg_2' })
    await expect.poll(async () => (await shop.journal.refused()).count, { timeout: 20_000 }).toBe(1)
    const { last } = await shop.journal.refused()
    expect([last[0]?.arrived, (await shop.journal.entry(entry?.id ?? ''))?.refusedBefore]).toEqual([undefined, null])
  })
})
