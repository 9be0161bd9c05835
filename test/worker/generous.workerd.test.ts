/** Odd posts on the whole Worker: no paid order is refused for an optional field. */
import { beforeEach, describe, expect, test } from 'vitest'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const CLUB = '440369'
const ADA = 'ada@example.com'
const SAMCART = { product: { id: 440369, name: 'Club' }, customer: { email: ADA }, order: { id: 1 } }

let simulator: Simulator
let shop: Shop
let mia: Person

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
  await shop.rule(CLUB, 'product.purchased', 'create_course', TWO)
  await shop.rule(CLUB, 'product.refunded', 'expire_course', TWO)
})

const access = (email = ADA) => simulator.site('academy').accessTo(email, TWO)

async function keyed(data: object, more: object = {}) {
  const body = { type: 'product.purchased', data: { customer: { email: ADA }, items: [{ product_id: CLUB }], ...data } }
  const answer = await shop.keyed('', JSON.stringify({ ...body, ...more }))
  return { status: answer.status, answer: (await answer.json()) as { ignored?: string[] } }
}

describe('enrolls', () => {
  test('for all the odd ways to leave an optional field empty, and the entry says what was ignored', async () => {
    const odd = { subscription: { id: 'S1', period_end: '' }, test: '', order: false }
    const { status, answer } = await keyed(odd, { timestamp: 'just now' })
    const ignored = ['timestamp, not a date', 'order, not an object', 'test, blank', 'subscription.period_end, blank']
    expect(status).toBe(202)
    expect(answer.ignored?.toSorted()).toEqual(ignored.toSorted())
    const [entry] = await shop.log(1)
    expect([entry?.outcome, access()]).toEqual(['enrolled', 'full'])
    const page = await mia.get(`/m/${shop.marketplace}/logs/${encodeURIComponent(entry?.id ?? '')}`)
    for (const line of ignored) {
      expect(page.text).toContain(line)
    }
  })

  test('the plain address for an email pasted with an invisible character', async () => {
    await shop.samcart({ ...SAMCART, type: 'Order', customer: { email: `${ADA}\u200b` } })
    const [entry] = await shop.log(1)
    expect([entry?.outcome, entry?.customer?.email, access()]).toEqual(['enrolled', ADA, 'full'])
  })

  test('from a form with a single item', async () => {
    const form = 'type=product.purchased&data__customer__email=ada%40example.com&data__items__product_id=440369'
    expect((await shop.keyed('', form)).status).toBe(202)
    await shop.log(1)
    expect(access()).toBe('full')
  })

  test('a product added to an order, once: the order line’s repeat is a repeat', async () => {
    await shop.samcart({ ...SAMCART, type: 'Product Added to Order' })
    await shop.log(1)
    await shop.samcart({ ...SAMCART, type: 'Order' })
    await expect.poll(async () => (await shop.log(1))[0]?.repeats, { timeout: 20_000 }).toBe(1)
    expect(access()).toBe('full')
  })

  test('two strangers who share a subscription id of zero', async () => {
    await shop.samcart({ ...SAMCART, type: 'Order', order: { id: 1, subscription_id: 0 } })
    const eve = { customer: { email: 'eve@example.com' }, order: { id: 2, subscription_id: 0 } }
    await shop.samcart({ ...SAMCART, ...eve, type: 'Order' })
    expect((await shop.log(2)).map(({ outcome, subscriptionId }) => [outcome, subscriptionId])).toEqual([
      ['enrolled', null],
      ['enrolled', null],
    ])
    expect([access(), access('eve@example.com')]).toEqual(['full', 'full'])
  })
})

describe('a post that is refused', () => {
  test('leads from the list of refused posts to its entry, with its word and the field at fault', async () => {
    const body = { event: 'Order', email: 'ada@example.com.', product_id: CLUB, order_id: 'A-9' }
    expect((await shop.keyed('/samcart', JSON.stringify(body))).status).toBe(422)
    const [entry] = await shop.log(1)
    const { text } = await mia.get(`/m/${shop.marketplace}/webhook/activity`)
    const refused = text.slice(text.lastIndexOf('Last posts refused'))
    expect(refused).toContain('customer.email is not an email address: it ends with “.”')
    expect(refused).toMatch(/<bdi>Order<\/bdi>.*<code>customer\.email<\/code>/)
    const [link = ''] = /\/m\/[^"]+\/logs\/[^"]+/.exec(refused) ?? []
    expect(decodeURIComponent(link)).toContain(entry?.id)
    expect((await mia.get(link)).text).toContain('A-9')
  })

  test('by a key with a slash behind it, and one whose word is called event', async () => {
    const answer = await shop.post(`/samcart?key=${shop.key}/`, JSON.stringify({ event: 'Order' }), {})
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('has “/” after it') })
    await expect.poll(async () => (await shop.journal.refused()).last[0]?.word, { timeout: 20_000 }).toBe('Order')
  })
})

describe('an order whose number is the post’s id', () => {
  test('is refunded: the refund is no repeat of the purchase', async () => {
    const post = (type: string) =>
      JSON.stringify({ id: 727, type, customer: { email: ADA }, items: [{ product_id: CLUB }] })
    await shop.keyed('', post('product.purchased'))
    await shop.log(1)
    expect(access()).toBe('full')
    await shop.keyed('', post('product.refunded'))
    await shop.log(2)
    expect(access()).not.toBe('full')
  })
})

describe('a refund that names one of two products', () => {
  test('ends the one it names', async () => {
    await shop.rule('9', 'product.purchased', 'create_course', ACADEMY_COURSES['Course Three'])
    await shop.rule('9', 'product.refunded', 'expire_course', ACADEMY_COURSES['Course Three'])
    const products = [{ id: 440369 }, { id: 9 }]
    await shop.samcart({ ...SAMCART, type: 'Order', products })
    await shop.log(2)
    await shop.samcart({ ...SAMCART, type: 'Refund', product: { id: 9 }, products })
    await shop.log(3)
    expect(access()).toBe('full')
    expect(simulator.site('academy').accessTo(ADA, ACADEMY_COURSES['Course Three'])).not.toBe('full')
  })
})

describe('a word that changes no access', () => {
  test('ends as no change', async () => {
    await shop.samcart({ ...SAMCART, type: 'Subscription Cancel Scheduled' })
    expect(await shop.log(1)).toMatchObject([{ outcome: 'no change', customer: { email: ADA }, orderId: '1' }])
  })
})

describe('an unknown word', () => {
  const treat = (entry: string | undefined, fields: Record<string, string>) =>
    mia.post(`/m/${shop.marketplace}/logs/${encodeURIComponent(entry ?? '')}/treatments`, fields)
  const found = async (search: string) => (await shop.journal.log({ search })).rows.map(({ outcome }) => outcome)

  test('belongs to its customer, order and product, and changes nothing', async () => {
    await shop.samcart({ ...SAMCART, type: 'Club Joined', order: { id: 'A-7' } })
    await shop.log(1)
    for (const search of [ADA, 'A-7', CLUB, 'club joined']) {
      expect(await found(search)).toEqual(['not understood'])
    }
    expect(simulator.counts().total).toBe(0)
    const { events } = await shop.journal.customer(ADA)
    expect(events).toMatchObject([{ typeWord: 'Club Joined', orderId: 'A-7' }])
  })

  test('treated as a purchase enrolls, at the time it happened; a second click does nothing more', async () => {
    await shop.samcart({ ...SAMCART, type: 'Club Joined' })
    const [before] = await shop.log(1)
    const { text } = await mia.get(`/m/${shop.marketplace}/logs/${encodeURIComponent(before?.id ?? '')}`)
    expect(text).toContain('Treat as…')
    const form = { meaning: 'product.purchased', scope: 'post' }
    const leads = (await treat(before?.id, form)).headers.get('location') ?? ''
    await expect.poll(async () => (await shop.log(1))[0]?.outcome, { timeout: 20_000 }).toBe('enrolled')
    const [after] = await shop.log(1)
    expect(after).toMatchObject({ typeWord: 'Club Joined', receivedAt: before?.receivedAt })
    expect(access()).toBe('full')
    const moved = (await mia.get(leads)).headers.get('location') ?? ''
    expect((await mia.get(moved)).text).toContain('read this way by Mia Chen')
    await treat(before?.id, form)
    expect(simulator.counts().total).toBe(2)
    await shop.samcart({ ...SAMCART, type: 'Club Joined', customer: { email: 'eve@example.com' }, order: { id: 2 } })
    expect((await shop.log(2)).map(({ outcome }) => outcome)).toEqual(['enrolled', 'not understood'])
  })

  test('chosen for every post: those in the log run, and those to come are understood', async () => {
    await shop.samcart({ ...SAMCART, type: 'Club Joined' })
    await shop.samcart({ ...SAMCART, type: 'CLUB_JOINED', customer: { email: 'eve@example.com' }, order: { id: 2 } })
    const [before] = await shop.log(2)
    await treat(before?.id, { meaning: 'product.purchased', scope: 'word' })
    await expect.poll(() => [access(), access('eve@example.com')], { timeout: 20_000 }).toEqual(['full', 'full'])
    expect(await shop.journal.notUnderstoodWords()).toEqual([])
    expect((await mia.get(`/m/${shop.marketplace}/webhook/activity`)).text).toContain('Club Joined')
  })

  test('is counted without those that name no product', async () => {
    await shop.samcart({ ...SAMCART, type: 'Club Joined' })
    await shop.samcart({ ...SAMCART, type: 'Club Joined', customer: { email: 'eve@example.com' }, order: { id: 2 } })
    await shop.samcart({ type: 'CLUB_JOINED', customer: { email: 'gus@example.com' }, order: { id: 3 } })
    const [entry] = await shop.log(3)
    const { text } = await mia.get(`/m/${shop.marketplace}/logs/${encodeURIComponent(entry?.id ?? '')}/treatments/new`)
    expect(text).toContain('one other in the log')
  })

  test('that repeats an order line known by another word ends as no change', async () => {
    await shop.samcart({ ...SAMCART, type: 'Order' })
    await shop.log(1)
    await shop.samcart({ ...SAMCART, type: 'Club Joined' })
    const entries = await shop.log(2)
    await treat(entries.find(({ outcome }) => outcome === 'not understood')?.id, { meaning: 'product.purchased' })
    await expect
      .poll(async () => (await shop.log(2)).map(({ outcome }) => outcome), { timeout: 20_000 })
      .toEqual(['enrolled', 'no change'])
    expect((await shop.journal.log({})).waitingFound).toBe(0)
    expect(simulator.counts().total).toBe(2)
  })

  test('ignored is settled, under the name of who did it', async () => {
    await shop.samcart({ ...SAMCART, type: 'Club Joined' })
    const [before] = await shop.log(1)
    await treat(before?.id, { meaning: 'ignore', scope: 'post' })
    expect(await shop.log(1)).toMatchObject([
      { id: before?.id, outcome: 'no change', sentence: '“Club Joined” was ignored by Mia Chen.' },
    ])
    const again = await mia.get(`/m/${shop.marketplace}/logs/${encodeURIComponent(before?.id ?? '')}/treatments/new`)
    expect(again.status).toBe(303)
  })

  test('without a product can only be ignored, and says so', async () => {
    const answer = await shop.keyed(
      '/samcart',
      JSON.stringify({ type: 'Order', customer: { email: ADA }, order: { id: 5 } }),
    )
    expect(answer.status).toBe(422)
    const [entry] = await shop.log(1)
    expect(entry).toMatchObject({ outcome: 'not understood', customer: { email: ADA }, orderId: '5' })
    const refused = await treat(entry?.id, { meaning: 'product.purchased', scope: 'post' })
    expect([refused.status, refused.text.includes('it can only be ignored')]).toEqual([422, true])
    expect(await shop.journal.notUnderstoodWords()).toEqual([])
  })
})

describe('a chargeback, in SamCart’s words', () => {
  test('ends what was bought, and is found by her email', async () => {
    await shop.samcart({ ...SAMCART, type: 'Order' })
    await shop.log(1)
    await shop.samcart({ ...SAMCART, type: 'Chargeback Initiated' })
    const entries = await shop.log(2)
    expect(entries[1]).toMatchObject({ typeWord: 'Chargeback Initiated', outcome: 'expired', orderId: '1' })
    expect((await shop.journal.log({ search: ADA })).found).toBe(2)
    expect(access()).not.toBe('full')
  })
})
