/** One email with thousands of orders: more than a row of the site's object holds. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { derive } from '../../src/integrations/thinkific/ledger/derive'
import { openSiteStorage } from '../../src/integrations/thinkific/storage/site-storage'
import { sized } from '../depth'
import { ACADEMY_COURSES } from '../simulator/academy'
import { Shop, thinkific } from './shop'

const ORDERS = sized(2_000, 6_000)
/** What a row holds (Cloudflare's Durable Objects limits). */
const ROW_BYTES = 2_000_000
const PIANO = ACADEMY_COURSES['Course One']

describe('One email with thousands of orders', () => {
  test('who has bought thousands of times buys, is refunded, and is forgotten like anybody else', async () => {
    const simulator = await thinkific()
    const shop = await new Shop().open(['academy'])
    await shop.rule('club', 'product.purchased', 'create_course', PIANO)
    await shop.rule('club', 'product.refunded', 'expire_course', PIANO)
    await shop.send('product.purchased', order('first'))
    await shop.log(1)
    await boughtOften()

    await shop.send('product.purchased', order('last'))
    await shop.log(2)
    await shop.send('product.refunded', order('first'))
    const outcomes = (await shop.log(3)).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['enrolled', 'already enrolled', 'kept'])
    expect(simulator.site('academy').accessTo('ada@example.com', PIANO)).not.toBe('none')
    const site = env.THINKIFIC_SITE.getByName('academy')
    expect((await site.customer(shop.marketplace, 'ada@example.com'))?.purchases).toHaveLength(ORDERS + 1)
    expect(await site.countHolders(shop.marketplace, { kind: 'course', id: String(PIANO) }, 10)).toEqual({
      count: 1,
      more: false,
    })

    await site.forget({ marketplace: shop.marketplace })
    await runInDurableObject(site, (_, { storage }) => {
      expect(
        storage.sql.exec('SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM pages) AS n').one().n,
      ).toBe(0)
    })
  })
})

/** Their one order becomes thousands, each with a name as long as one may be, of three bytes a letter and four in places. */
async function boughtOften(): Promise<void> {
  await runInDurableObject(env.THINKIFIC_SITE.getByName('academy'), (_, { storage }) => {
    const customers = openSiteStorage(storage, () => [])
    const [row] = storage.sql.exec<{ key: string }>('SELECT key FROM customers')
    const key = row?.key ?? ''
    const account = customers.load(key)
    const [first] = account.customer.history
    if (first === undefined) {
      throw new Error('nothing bought')
    }
    const more = Array.from({ length: ORDERS - 1 }, (_, n) => {
      return {
        ...first,
        event: `e${n}`,
        orders: [`order-${n}`],
        productName: `Club ${'語'.repeat(280)}${'🎻'.repeat(n % 7)}`,
      }
    })
    const { customer } = derive({ ...account.customer, history: [first, ...more] })
    const grown = { ...account, customer }
    customers.save(key, grown, account)
    expect(customers.load(key)).toEqual(grown)
    expect(storage.sql.exec('SELECT sum(length(CAST(text AS BLOB))) AS n FROM pages').one().n).toBeGreaterThan(
      ROW_BYTES,
    )
  })
}

function order(id: string) {
  const customer = { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' }
  return { customer, order: { id }, items: [{ product_id: 'club' }] }
}
