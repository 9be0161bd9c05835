/** The main job, from a signed post to Thinkific and the log, on the whole Worker. */
import { beforeEach, describe, expect, test } from 'vitest'
import { ACADEMY_BUNDLES, ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { Shop, thinkific } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const POWER_YOGA = '350399'
const customer = { email: ' Ada@Example.com ', first_name: 'Ada', last_name: 'Byron' }
const order = (product = POWER_YOGA, id = '19026152') => ({ customer, order: { id }, items: [{ product_id: product }] })

let simulator: Simulator
let shop: Shop

beforeEach(async () => {
  simulator = await thinkific()
  shop = await new Shop().open(['academy'])
  await shop.rule(POWER_YOGA, 'product.purchased', 'create_course', TWO)
  await shop.rule(POWER_YOGA, 'product.refunded', 'expire_course', TWO)
})

const access = () => simulator.site('academy').accessTo('ada@example.com', TWO)

describe('A purchase', () => {
  test('enrolls the customer fully, in two calls', async () => {
    await shop.send('product.purchased', order())
    const [entry] = await shop.log(1)
    expect(entry).toMatchObject({ outcome: 'enrolled', orderId: '19026152', customer: { email: 'ada@example.com' } })
    expect(access()).toBe('full')
    expect(simulator.counts().routes).toEqual({ 'POST /users': 1, 'POST /enrollments': 1 })
  })

  test('sent again is counted on its entry, without a call', async () => {
    await shop.send('product.purchased', order(), { id: 'evt-1' })
    await shop.log(1)
    await shop.send('product.purchased', order(), { id: 'evt-1' })
    await expect.poll(async () => (await shop.log(1))[0]?.repeats, { timeout: 20_000 }).toBe(1)
    expect(simulator.counts().total).toBe(2)
  })

  test('of a product without a rule is an entry that says so', async () => {
    await shop.send('product.purchased', order('999'))
    const [entry] = await shop.log(1)
    expect(entry?.outcome).toBe('no rule')
    expect(simulator.counts().total).toBe(0)
  })

  test('whose course is gone from Thinkific ends in target missing', async () => {
    await shop.rule('gone', 'product.purchased', 'create_course', 1999)
    await shop.send('product.purchased', order('gone'))
    const [entry] = await shop.log(1)
    expect(entry?.outcome).toBe('target missing')
  })

  test('of a bundle is one bundle call and opens each of its courses', async () => {
    await shop.rule('club', 'product.purchased', 'create_bundle', ACADEMY_BUNDLES['All Access'])
    await shop.send('product.purchased', order('club'))
    const [entry] = await shop.log(1)
    expect(entry?.outcome).toBe('enrolled')
    expect(simulator.counts().routes['POST /bundles/:id/enrollments']).toBe(1)
    expect(simulator.counts().routes['POST /enrollments']).toBeUndefined()
    expect(access()).toBe('full')
  })

  test('refunded ends what it opened', async () => {
    await shop.send('product.purchased', order(), { at: Date.now() - 60_000 })
    await shop.log(1)
    await shop.send('product.refunded', order())
    const [, refund] = await shop.log(2)
    expect(refund?.outcome).toBe('expired')
    expect(access()).toBe('expired')
  })

  test('of two products of one order opens both', async () => {
    await shop.rule('bump', 'product.purchased', 'create_course', ACADEMY_COURSES['Breath Basics'])
    const items = [{ product_id: POWER_YOGA }, { product_id: 'bump', role: 'order_bump' }]
    await shop.send('product.purchased', { ...order(), items })
    const entries = await shop.log(2)
    expect(entries.map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled'])
    expect(simulator.counts().routes['POST /users']).toBe(1)
  })
})
