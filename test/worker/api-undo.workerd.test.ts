/** What was done wrong, taken back by a program: who loses, regains and keeps access, and the work that does it. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type ApiReply, type Client, clientOf, newClient } from '../api/client'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Shop } from './shop'

const TWO: number = ACADEMY_COURSES['Course Two']
const PATIENCE = { timeout: 45_000, interval: 100 }

let simulator: Simulator
let shop: Shop
let program: Client

beforeEach(async () => {
  ;({ simulator, shop } = await openOwnedShop())
  program = await clientOf(shop.marketplace)
})

const sell = (name: string, product: string, order = `order-${name}`) =>
  shop.send('product.purchased', {
    customer: { email: `${name}@example.com`, first_name: name, last_name: 'Lee' },
    order: { id: order },
    items: [{ product_id: product, product_name: product }],
  })
const isIn = (name: string) =>
  simulator
    .site('academy')
    .access(`${name}@example.com`)
    .some(({ courseId, state }) => courseId === TWO && state === 'full')
const resultOf = ({ body }: ApiReply) =>
  vi.waitFor(async () => {
    const { status, result } = (await program.get(`/jobs/${encodeURIComponent(body.job.id)}`)).body
    expect(status).toBe('done')
    return result
  }, PATIENCE)

describe('What a wrong rule did', () => {
  test('is shown by who loses and who keeps access, and taken back once for each key', async () => {
    await shop.rule('club', 'product.purchased', 'create_course', TWO)
    const wrong = await shop.rule('mug', 'product.purchased', 'create_course', TWO)
    await sell('ann', 'mug')
    await sell('ben', 'mug')
    await sell('ben', 'club', 'paid-1')
    await shop.log(3)
    const at = `/rules/${wrong}/undos`
    const { body: shown } = await program.get(`${at}/preview`)
    expect(shown).toMatchObject({ customers: 2, entries: 2, more: false, waiting: 0, sent: 0, next_cursor: null })
    expect(shown.items.map(({ email, effect }: { email: string; effect: string }) => [email, effect])).toEqual([
      ['ann@example.com', 'loses'],
      ['ben@example.com', 'keeps'],
    ])
    const undo = () => program.post(at, {}, { 'idempotency-key': 'undo-mug' })
    const started = await undo()
    expect([started.status, started.body.job.kind]).toEqual([202, 'undo'])
    expect((await undo()).body).toEqual(started.body)
    expect(await resultOf(started)).toMatch(/^Undone for 2 customers.* 1 lost access, 1 has what they had\.$/)
    expect([isIn('ann'), isIn('ben')]).toEqual([false, true])
    expect((await program.get(`${at}/preview`)).body).toMatchObject({ customers: 0, items: [] })
    const early = `${at}/preview?until=2020-01-01T00:00:00Z`
    expect((await program.get(early)).body.customers).toBe(0)
    expect((await program.get(`${early}&from=2021-01-01T00:00:00Z`)).body.errors[0].path).toBe('query.until')
    expect((await program.post(at, { from: '2999-01-01T00:00:00Z' })).status).toBe(422)
  })

  test('in one entry is undone alone, and the answer is the entry of the undo', async () => {
    await shop.rule('club', 'product.purchased', 'create_course', TWO)
    await sell('ann', 'club')
    const [entry = expect.fail('no entry')] = await shop.log(1)
    const at = `/entries/${encodeURIComponent(entry.id)}/undos`
    expect((await program.get(`${at}/preview`)).body).toMatchObject({
      entries: 1,
      items: [{ email: 'ann@example.com', effect: 'loses' }],
    })
    const undone = await program.post(at)
    expect([undone.status, undone.body]).toMatchObject([202, { customer: { email: 'ann@example.com' } }])
    await vi.waitFor(() => expect(isIn('ann')).toBe(false), PATIENCE)
    const again = await program.post(at)
    expect([again.status, again.body.type]).toEqual([409, 'urn:enrollwire:problem:too-late'])
    expect((await program.get(`${at}/preview`)).body).toMatchObject({ customers: 0, items: [] })
  })

  test('is out of reach of another marketplace’s token, and undone by no token that may only read', async () => {
    const rule = await shop.rule('club', 'product.purchased', 'create_course', TWO)
    await sell('ann', 'club')
    const [entry = expect.fail('no entry')] = await shop.log(1)
    const [rival, reader] = [await newClient('undo-rival'), await program.with('read')]
    for (const at of [`/rules/${rule}`, `/entries/${encodeURIComponent(entry.id)}`]) {
      expect((await rival.get(`${at}/undos/preview`)).status).toBe(404)
      expect((await rival.post(`${at}/undos`, {})).status).toBe(404)
      expect((await reader.post(`${at}/undos`, {})).status).toBe(403)
    }
    expect((await rival.get(`/rules/${rule}/past-endings`)).status).toBe(404)
    expect(isIn('ann')).toBe(true)
  })
})

describe('Past endings', () => {
  test('are shown before a new rule is applied to them, and end by it', async () => {
    await shop.rule('club', 'product.purchased', 'create_course', TWO)
    await sell('ann', 'club')
    await shop.log(1)
    await shop.send('product.refunded', {
      customer: { email: 'ann@example.com', first_name: 'ann', last_name: 'Lee' },
      order: { id: 'order-ann' },
      items: [{ product_id: 'club', product_name: 'club' }],
    })
    await shop.log(2)
    expect(isIn('ann')).toBe(true)
    const rule = await shop.rule('club', 'product.refunded', 'expire_course', TWO)
    const at = `/rules/${rule}/past-endings`
    expect((await program.get(at)).body).toMatchObject({
      customers: 1,
      more: false,
      ends: [{ email: 'ann@example.com', order: 'order-ann', outcome: 'expired' }],
      keeps: [],
    })
    const started = await program.post(at)
    expect([started.status, started.body.job.kind]).toEqual([202, 'end-past'])
    await resultOf(started)
    await vi.waitFor(() => expect(isIn('ann')).toBe(false), PATIENCE)
    const giving = await shop.rule('mug', 'product.purchased', 'create_course', TWO)
    expect((await program.post(`/rules/${giving}/past-endings`)).body.type).toBe('urn:enrollwire:problem:not-ending')
  })
})
