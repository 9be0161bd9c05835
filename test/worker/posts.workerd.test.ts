/** What senders post, and how they prove it, goes wrong: on the whole Worker. */

import { Webhook } from 'standardwebhooks'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
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
