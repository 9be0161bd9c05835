/** Entries about purchases that only a person can distinguish: Choose the purchase, and an order two customers share. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

const ADA = 'ada@example.com'
const TWO = ACADEMY_COURSES['Course Two']

let simulator: Simulator
let mia: Person
let shop: Shop

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
  await shop.rule('club', 'product.purchased', 'create_course', TWO)
  await shop.rule('club', 'product.refunded', 'expire_course', TWO)
  await shop.rule('club', 'subscription.canceled', 'expire_course', TWO)
})

const access = (email = ADA) => simulator.site('academy').accessTo(email, TWO)
const items = [{ product_id: 'club', product_name: 'Club' }]
const order = (id: string, email = ADA) => ({ customer: { email }, order: { id }, items })

const choices = (html: string) =>
  [...html.matchAll(/name="choice" value="([^"]+)"/g)].map(([, value = '']) => value.replaceAll('&quot;', '"'))
const choose = (entry: string, choice: string) =>
  mia.post(`/m/${shop.marketplace}/entries/${encodeURIComponent(entry)}/choices`, { choice })

async function entryPage(id: string): Promise<string> {
  return (await mia.get(`/m/${shop.marketplace}/logs/${encodeURIComponent(id)}`)).text
}

describe('an unclear entry', () => {
  /** Two orders, and a cancellation that names neither; answers the entry's id. */
  async function unclear(): Promise<string> {
    await shop.send('product.purchased', order('o1'))
    await shop.log(1)
    await shop.send('product.purchased', order('o2'))
    await shop.log(2)
    await shop.send('subscription.canceled', { customer: { email: ADA }, items, subscription: { id: 's1' } })
    const rows = await shop.log(3)
    expect(rows.at(-1)?.outcome).toBe('unclear')
    return rows.at(-1)?.id ?? ''
  }

  test('lists the purchases it may be about, and becomes what the chosen one makes of it', async () => {
    const entry = await unclear()
    const html = await entryPage(entry)
    expect(html).toContain('Choose the purchase')
    expect(html).toMatch(/Club \(order o1\).*Club \(order o2\)/s)
    const [first = ''] = choices(html)
    expect((await choose(entry, first)).status).toBe(303)
    const rows = await shop.log(3)
    const settled = rows.find(({ id }) => id === entry)
    expect(settled).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('order o2') })
    const after = await entryPage(entry)
    expect(after).toContain('Purchase chosen by Mia Chen')
    expect(after).not.toContain('This one')
    await shop.send('product.refunded', order('o2'))
    await shop.log(4)
    expect(access()).not.toBe('full')
    const { results } = await env.DB.prepare("SELECT what, link FROM audit WHERE did = 'chose the purchase for'").all()
    expect(results).toEqual([{ what: 'an unclear entry', link: `/logs/${encodeURIComponent(entry)}` }])
  })

  test('that is settled already says by whom', async () => {
    const entry = await unclear()
    const [first = '', second = ''] = choices(await entryPage(entry))
    await choose(entry, first)
    await shop.log(3)
    const { headers } = await choose(entry, second)
    expect((await mia.get(headers.get('location') ?? '')).text).toContain('Mia Chen already chose the purchase.')
  })

  test('takes no purchase that it did not offer', async () => {
    const entry = await unclear()
    const { headers } = await choose(entry, JSON.stringify({ event: 'event-99', subscription: null }))
    expect((await mia.get(headers.get('location') ?? '')).text).toContain('That purchase no longer fits.')
    expect(access()).toBe('full')
  })
})

describe('an unclear entry of an event without a rule', () => {
  /** Two purchases, both closed by failed payments, and a payment of one of them; answers the entry's id. */
  async function unclear(paid: object, ...bought: object[]): Promise<string> {
    await shop.rule('club', 'subscription.charge_failed', 'expire_course', TWO)
    let entries = 0
    for (const type of ['product.purchased', 'subscription.charge_failed']) {
      for (const one of bought) {
        await shop.send(type, { ...order('o1'), ...one })
        entries += 1
        await shop.log(entries)
      }
    }
    expect(access()).not.toBe('full')
    await shop.send('subscription.charged', { customer: { email: ADA }, items, ...paid })
    await expect.poll(async () => (await shop.log(entries + 1)).at(-1)?.outcome).toBe('unclear')
    return (await shop.log(entries + 1)).at(-1)?.id ?? ''
  }

  test('lists the purchases, lets the customer in again by the one chosen, and says so when it is replayed', async () => {
    const subscriptions = [{ subscription: { id: 's1' } }, { subscription: { id: 's2' } }]
    const entry = await unclear({ order: { id: 'o1' } }, ...subscriptions)
    const html = await entryPage(entry)
    expect(html).toMatch(/subscription s1.*subscription s2/s)
    const [first = '', second = ''] = choices(html)
    expect((await choose(entry, first)).status).toBe(303)
    const row = async () => (await shop.log(5)).find(({ id }) => id === entry)
    await expect.poll(row).toMatchObject({ outcome: 'enrolled' })
    const { at = 0 } = (await row()) ?? {}
    expect(access()).toBe('full')
    expect(await entryPage(entry)).toContain('Purchase chosen by Mia Chen')
    const { headers } = await choose(entry, second)
    expect((await mia.get(headers.get('location') ?? '')).text).toContain('Mia Chen already chose the purchase.')
    await mia.post(`/m/${shop.marketplace}/entries/${encodeURIComponent(entry)}/replays`, {})
    const again = async () => (((await row())?.at ?? 0) > at ? (await row())?.outcome : null)
    await expect.poll(again).toBe('enrolled')
  })

  test('needs a person until a later event names its purchase', async () => {
    const entry = await unclear({ subscription: { id: 's1' } }, {}, { order: { id: 'o2' } })
    const open = async () => (await env.JOURNAL.getByName(shop.marketplace).log({ open: true })).rows
    expect(await open()).toMatchObject([{ id: entry, outcome: 'unclear' }])
    await shop.send('subscription.charged', { ...order('o2'), subscription: { id: 's1' } })
    await expect.poll(open).toEqual([])
    const settled = (await shop.log(6)).find(({ id }) => id === entry)
    expect(settled?.sentence).toContain('A later event showed which purchase this one is about')
    expect(access()).toBe('full')
  })
})

describe('Choose the purchase', () => {
  test('an order under two emails lets both in, and both entries offer Correct email', async () => {
    await shop.send('product.purchased', order('321', 'wrong@example.com'))
    await shop.log(1)
    await shop.send('product.purchased', order('321', 'right@example.com'))
    const rows = await shop.log(2)
    expect([access('wrong@example.com'), access('right@example.com')]).toEqual(['full', 'full'])
    for (const { id, sentence } of rows) {
      expect(sentence).toContain('Another customer also bought under order 321')
      const html = await entryPage(id)
      expect(html).toContain('More than one customer bought under order 321')
      expect(html).toMatch(/href="[^"]*wrong%40example\.com\/correction"[^>]*>[^<]*(<[^>]*>)*Correct email/)
    }
  })

  test('a refund of an order under two emails asks whether the other’s access ends, too', async () => {
    await shop.send('product.purchased', order('321', 'wrong@example.com'))
    await shop.log(1)
    await shop.send('product.purchased', order('321', 'right@example.com'))
    await shop.log(2)
    await shop.send('product.refunded', order('321', 'wrong@example.com'))
    const refund = (await shop.log(3)).find(({ trigger }) => trigger === 'product.refunded')
    expect(access('right@example.com')).toBe('full')
    const html = await entryPage(refund?.id ?? '')
    expect(html).toContain('Should the other customer’s access end, too?')
    expect(html).not.toContain('each has access')
    expect(html).toMatch(/href="[^"]*right%40example\.com"[^>]*>[^<]*(<[^>]*>)*Access of/)
  })
})
