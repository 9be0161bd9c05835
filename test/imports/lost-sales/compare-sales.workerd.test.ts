/** Nightly comparisons on the real journal and D1, with a simulated SamCart. */
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { runDaily } from '../../../src/daily'
import { listProducts } from '../../../src/products/store'
import { CLUB, COURSE, DAY_MS, HOUR_MS, LostSalesShop, MAT } from './shop'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const ago = (days: number) => Date.now() - days * DAY_MS

describe('A comparison with SamCart', () => {
  test('lists what SamCart has and never reported, and nothing else', async () => {
    const shop = await new LostSalesShop().open()
    const { shop: books } = shop.samcart
    books.sell({ email: 'ada@example.com', products: [COURSE], at: ago(3), order: 1 })
    await shop.report({ orderId: '1', happenedAt: ago(3) })
    books.sell({ email: 'lost@example.com', name: ['Lou', 'Lost'], products: [COURSE], at: ago(2), order: 2 })
    books.sell({ email: 'bump@example.com', products: [COURSE, CLUB], at: ago(2), order: 3, subscription: 55 })
    await shop.report({
      orderId: '3',
      customer: { email: 'bump@example.com', firstName: null, lastName: null, id: null },
    })
    books.sell({ email: 'mat@example.com', products: [MAT], at: ago(2), order: 4 })
    books.sell({ email: 'test@example.com', products: [COURSE], at: ago(2), order: 5, test: true })
    books.sell({ email: 'declined@example.com', products: [COURSE], at: ago(2), order: 6, status: 'declined' })
    books.sell({ email: 'null@example.com', products: [COURSE], at: ago(2), order: 7, status: null })
    books.sell({ email: 'old@example.com', products: [COURSE], at: ago(50), order: 8 })
    books.sell({ email: 'fresh@example.com', products: [COURSE], at: Date.now() - HOUR_MS / 2, order: 9 })
    await shop.connect()
    await shop.finish()
    expect((await shop.listed()).toSorted()).toEqual([
      'paid bump@example.com 440369 3',
      'paid lost@example.com 350399 2',
      'paid null@example.com 350399 7',
    ])
    const { last, goesOn, problem } = await shop.journal.lostSales()
    expect(last).toMatchObject({ whole: true, unruled: 1, result: 'Found 3 that were never reported.' })
    expect({ goesOn, problem }).toEqual({ goesOn: false, problem: null })
  })

  test('lists refunds of recent and of older orders, cancellations with the paid period, delinquencies, pauses, completions and chargebacks', async () => {
    const shop = await new LostSalesShop().open()
    const { shop: books } = shop.samcart
    const sell = (order: number, days: number, product = COURSE, subscription?: number) =>
      books.sell({
        email: `b${order}@example.com`,
        products: [product],
        at: ago(days),
        order,
        ...(subscription === undefined ? {} : { subscription }),
      })
    sell(1, 60)
    books.refund(1, COURSE, ago(1))
    sell(2, 20)
    books.refund(2, COURSE, ago(1), 500)
    sell(3, 60, CLUB, 53)
    books.rebill(53, ago(25))
    books.turn(53, 'canceled', ago(4))
    sell(4, 60, CLUB, 54)
    books.turn(54, 'delinquent', ago(4))
    sell(5, 200, CLUB, 57)
    books.turn(57, 'delinquent', ago(90))
    sell(7, 60, CLUB, 58)
    books.turn(58, 'paused', ago(3))
    sell(8, 60, CLUB, 59)
    books.turn(59, 'completed', ago(2))
    sell(9, 300, CLUB, 60)
    books.turn(60, 'completed', ago(100))
    sell(6, 20)
    books.reverse(6, COURSE)
    for (const order of ['2', '6']) {
      await shop.report({ orderId: order, happenedAt: ago(20) })
    }
    await shop.connect()
    await shop.finish()
    expect(await shop.listed()).toEqual([
      'refunded b1@example.com 350399 1',
      'disputed b6@example.com 350399 6',
      'partially refunded b2@example.com 350399 2',
      'canceled b3@example.com 440369 3',
      'delinquent b4@example.com 440369 4',
      'paused b7@example.com 440369 7',
      'completed b8@example.com 440369 8',
    ])
    const { groups } = await shop.journal.lostSales()
    const canceled = groups.find(({ kind }) => kind === 'canceled')?.sales[0]
    expect(canceled?.periodEnd).toBeGreaterThan(canceled?.happenedAt ?? 0)
    // What was looked up once is not looked up again.
    shop.samcart.calls.length = 0
    await shop.compare()
    expect(shop.samcart.calls.filter((call) => /^\/(customers|charges|orders)\/|history/.test(call))).toEqual([])
  })

  test('begins every night, for each marketplace with a key', async () => {
    const shop = await new LostSalesShop().open()
    await shop.connect()
    await shop.finish()
    shop.samcart.shop.sell({ email: 'lost@example.com', products: [COURSE], at: ago(2), order: 2 })
    await runDaily(env, Date.now())
    await shop.finish()
    expect(await shop.listed()).toEqual(['paid lost@example.com 350399 2'])
  })

  test('asks for later payments only where the store reports them', async () => {
    const shop = await new LostSalesShop().open()
    const { shop: books } = shop.samcart
    books.sell({ email: 'club@example.com', products: [CLUB], at: ago(40), order: 1, subscription: 51 })
    books.rebill(51, ago(10))
    await shop.connect()
    await shop.finish()
    expect(await shop.listed()).toEqual([])
    await shop.report({ type: 'subscription.charged', product: CLUB, subscription: '99', orderId: '99' })
    await shop.compare()
    expect(await shop.listed()).toEqual(['charged club@example.com 440369 1'])
  })

  test('a report arrives after it was listed as lost: it is listed no more', async () => {
    const shop = await new LostSalesShop().open()
    shop.samcart.shop.sell({ email: 'late@example.com', products: [COURSE], at: ago(2), order: 2 })
    await shop.connect()
    await shop.finish()
    expect(await shop.listed()).toHaveLength(1)
    const customer = { email: 'late@example.com', firstName: null, lastName: null, id: null }
    await shop.report({ orderId: '2', customer })
    expect(await shop.listed()).toEqual([])
    await shop.compare()
    expect(await shop.listed()).toEqual([])
  })

  test('names products, and leaves names that people gave', async () => {
    const shop = await new LostSalesShop().open()
    shop.samcart.shop.addProduct(1, 'Archived', 'archived')
    await env.DB.prepare('INSERT INTO products VALUES (?1, ?2, ?3, 0), (?1, ?4, ?4, 0)')
      .bind(shop.marketplace, String(COURSE), 'My Yoga', String(CLUB))
      .run()
    await shop.connect()
    await shop.finish()
    const named = (await listProducts(env.DB, shop.marketplace)).map(({ id, name }) => [id, name])
    expect(Object.fromEntries(named)).toEqual({
      [COURSE]: 'My Yoga',
      [CLUB]: 'All Access Club',
      [MAT]: 'Yoga Mat',
    })
    // Deleted by a person, it does not come back.
    await env.DB.prepare('DELETE FROM products WHERE marketplace = ?1 AND id = ?2')
      .bind(shop.marketplace, String(MAT))
      .run()
    await shop.compare()
    expect((await listProducts(env.DB, shop.marketplace)).map(({ id }) => id)).not.toContain(String(MAT))
  })

  test('a shop has more to compare than 500 calls read: it goes on the next night where it stopped', async () => {
    const shop = await new LostSalesShop().open()
    vi.setSystemTime(Date.UTC(2026, 10, 20, 3))
    for (let n = 0; n < 130; n += 1) {
      shop.samcart.shop.sell({ email: `b${n}@example.com`, products: [COURSE], at: ago(3), order: 1_000 + n })
    }
    await shop.spend(440)
    await shop.connect()
    const first = await shop.finish()
    expect(first.result).toContain('The 500 calls of today are used up')
    // One more tried the key.
    expect(shop.samcart.calls).toHaveLength(61)
    expect((await shop.journal.lostSales()).goesOn).toBe(true)
    expect((await shop.compare()).result).toContain('are used up')
    expect(shop.samcart.calls).toHaveLength(61)
    vi.setSystemTime(Date.UTC(2026, 10, 21, 3))
    await shop.compare()
    const { groups, goesOn } = await shop.journal.lostSales()
    expect(groups[0]).toMatchObject({ kind: 'paid', count: 130 })
    expect(goesOn).toBe(false)
    const customers = shop.samcart.calls.filter((call) => call.startsWith('/customers/'))
    expect(new Set(customers).size).toBe(customers.length)
  })

  test('SamCart answers 429, or not at all: it is waited for, and the rest follows the next night', async () => {
    const shop = await new LostSalesShop().open()
    shop.samcart.shop.sell({ email: 'lost@example.com', products: [COURSE], at: ago(2), order: 2 })
    await shop.connect()
    await shop.finish()
    shop.samcart.shop.sell({ email: 'more@example.com', products: [COURSE], at: ago(2), order: 3 })
    shop.samcart.fail('too many', 2)
    shop.samcart.fail('timeout')
    const slow = await shop.compare()
    expect(slow.waited).toBeGreaterThan(20_000)
    expect(await shop.listed()).toHaveLength(2)
    shop.samcart.fail('unavailable', 20)
    const down = await shop.compare()
    expect(down.result).toContain('SamCart answered 503. The rest follows tomorrow.')
    expect((await shop.journal.lostSales()).goesOn).toBe(true)
  })

  test('SamCart rejects the API key: Overview says so, and a new key ends it', async () => {
    const shop = await new LostSalesShop().open()
    await shop.connect()
    await shop.finish()
    shop.samcart.apiKey = 'another'
    await shop.compare()
    expect((await shop.journal.overview()).lostSales.problem).toMatchObject({
      sentence: 'SamCart no longer accepts the API key.',
    })
    expect(await shop.connect()).toMatchObject({ ok: false, reason: 'unauthorized' })
    expect(await shop.connect('another')).toEqual({ ok: true })
    expect((await shop.journal.overview()).lostSales.problem).toBeNull()
  })
})
