/** What follows a restore: an object's storage is an earlier one, here the one before its first event. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Shop } from './shop'

const [ADA, BEA] = ['ada@example.com', 'bea@example.com']
const TWO = ACADEMY_COURSES['Course Two']
const items = [{ product_id: 'club', product_name: 'Club' }]
const order = (id: string, email: string) => ({ customer: { email }, order: { id }, items })

let simulator: Simulator
let shop: Shop

beforeEach(async () => {
  ;({ simulator, shop } = await openOwnedShop())
  await shop.rule('club', 'product.purchased', 'create_course', TWO)
  await shop.rule('club', 'product.refunded', 'expire_course', TWO)
  await shop.send('product.purchased', order('o1', ADA), { id: 'sold to ada' })
  await shop.send('product.purchased', order('o2', BEA), { id: 'sold to bea' })
  await shop.log(2)
})

const access = (email: string) => simulator.site('academy').accessTo(email, TWO)

describe('A site brought back', () => {
  test('ends what it sold since at a refund, and enrolls no one twice', async () => {
    await forget(env.THINKIFIC_SITE.getByName('academy'))
    await shop.send('product.refunded', order('o1', ADA))
    await shop.log(3)
    expect([access(ADA), access(BEA)]).toEqual(['expired', 'full'])
    await shop.send('product.purchased', order('o3', BEA))
    await shop.log(4)
    expect(access(BEA)).toBe('full')
    expect(simulator.emails.filter(({ to }) => to === BEA)).toHaveLength(1)
  })
})

describe('A journal brought back', () => {
  test('takes what is posted again, which changes nothing at Thinkific', async () => {
    const before = writes()
    await forget(shop.journal)
    expect((await shop.journal.log({ limit: 1000 })).rows).toEqual([])
    await shop.send('product.purchased', order('o1', ADA), { id: 'sold to ada' })
    await shop.send('product.purchased', order('o2', BEA), { id: 'sold to bea' })
    await shop.log(2)
    expect(writes()).toEqual(before)
    await shop.send('product.refunded', order('o2', BEA))
    await shop.log(3)
    expect([access(ADA), access(BEA)]).toEqual(['full', 'expired'])
  })
})

function writes(): string[] {
  return simulator.calls.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
}

/** The object starts again on what it had before anything happened. */
async function forget(object: DurableObjectStub): Promise<void> {
  await runInDurableObject(object, (_, state) => state.storage.deleteAll())
  await runInDurableObject(object, (_, state) => state.abort('restored to an earlier state')).catch(() => {})
}
