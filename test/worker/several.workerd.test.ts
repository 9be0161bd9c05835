/** Several marketplaces and sites at once: they share a pace and nothing else. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { callsIn, EVERYTHING, expectedCalls, orders, refunds, type SaleEvent } from '../failures/sample'
import { ACADEMY_COURSES, STUDIO_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { Shop, thinkific } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const LETTERS = STUDIO_COURSES['Letters by Hand']
const data = (email: string, product: string, order = `order of ${product}`) => ({
  customer: { email, first_name: 'Ada', last_name: 'Byron' },
  order: { id: order },
  items: [{ product_id: product }],
})

let simulator: Simulator

beforeEach(async () => {
  simulator = await thinkific()
})

describe('Two marketplaces on one site', () => {
  test('a refund in one keeps what the other sold, without revealing what that was', async () => {
    const [first, second] = [await new Shop().open(['academy']), await new Shop().open(['academy'])]
    for (const shop of [first, second]) {
      await shop.rule('course', 'product.purchased', 'create_course', TWO)
      await shop.rule('course', 'product.refunded', 'expire_course', TWO)
    }
    await first.send('product.purchased', data('ada@example.com', 'course', 'first order'), { at: Date.now() - 5_000 })
    await first.log(1)
    await second.send('product.purchased', data('ada@example.com', 'course', 'second order'), {
      at: Date.now() - 4_000,
    })
    await second.log(1)
    await first.send('product.refunded', data('ada@example.com', 'course', 'first order'))

    const refund = (await first.log(2)).at(-1)
    expect(refund?.outcome).toBe('kept')
    expect(refund?.sentence).toContain('another purchase on this site')
    expect(refund?.sentence).not.toContain('second order')
    expect(simulator.site('academy').accessTo('ada@example.com', TWO)).toBe('full')

    await second.send('product.refunded', data('ada@example.com', 'course', 'second order'))
    expect((await second.log(2)).at(-1)?.outcome).toBe('expired')
    expect(simulator.site('academy').accessTo('ada@example.com', TWO)).toBe('expired')
  })

  test('a key rejected in one is no trouble of the other', async () => {
    const [first, second] = [await new Shop().open(['academy']), await new Shop().open(['academy'])]
    for (const shop of [first, second]) {
      await shop.rule('course', 'product.purchased', 'create_course', TWO)
    }
    // Both hold the same key; only the first call is refused.
    simulator.faults.add({ kind: '401', times: 1 })
    await first.send('product.purchased', data('ada@example.com', 'course'))
    await first.waiting(1)
    await second.send('product.purchased', data('ben@example.com', 'course'))
    expect((await second.log(1))[0]?.outcome).toBe('enrolled')
  })
})

describe('Two marketplaces on one site, when things go wrong', () => {
  let first: Shop
  let second: Shop
  const site = () => env.THINKIFIC_SITE.getByName('academy')
  const is = (email: string) => simulator.site('academy').accessTo(email, TWO)

  beforeEach(async () => {
    first = await new Shop().open(['academy'], 120)
    second = await new Shop().open(['academy'], 60)
    for (const shop of [first, second]) {
      await shop.rule('course', 'product.purchased', 'create_course', TWO)
      await shop.rule('course', 'product.refunded', 'expire_course', TWO)
    }
  })

  test('they keep to the smaller of their figures', async () => {
    await first.send('product.purchased', data('ada@example.com', 'course'))
    await first.log(1)
    expect((await site().status()).allowance).toBe(120)
    await second.send('product.purchased', data('ben@example.com', 'course'))
    await second.log(1)
    expect((await site().status()).allowance).toBe(60)
  })

  test('one that leaves the site takes none of the other’s customers along', async () => {
    await first.send('product.purchased', data('ada@example.com', 'course', 'first order'))
    await first.log(1)
    await second.send('product.purchased', data('ada@example.com', 'course', 'second order'))
    await second.log(1)
    await site().forget({ marketplace: first.marketplace })
    expect(is('ada@example.com')).toBe('full')
    expect(await site().customer(first.marketplace, 'ada@example.com')).toBeNull()
    await second.send('product.refunded', data('ada@example.com', 'course', 'second order'))
    expect((await second.log(2)).at(-1)?.outcome).toBe('expired')
    expect(is('ada@example.com')).toBe('expired')
  })
})

describe('Two sites of one marketplace', () => {
  test('one that is silent does not keep the other waiting', async () => {
    const shop = await new Shop().open(['academy', 'studio'])
    await shop.rule('yoga', 'product.purchased', 'create_course', TWO)
    await shop.rule('letters', 'product.purchased', 'create_course', LETTERS, { site: 'studio' })
    simulator.faults.startOutage('studio', 'no answer')
    await shop.send('product.purchased', data('ada@example.com', 'letters'))
    await shop.send('product.purchased', data('ada@example.com', 'yoga'))
    expect((await shop.log(1))[0]).toMatchObject({ outcome: 'enrolled', product: { id: 'yoga' } })
    expect((await shop.waiting(1))[0]).toMatchObject({ product: { id: 'letters' } })
  })

  test('a customer is in both, each under its own id', async () => {
    const shop = await new Shop().open(['academy', 'studio'])
    await shop.rule('both', 'product.purchased', 'create_course', TWO)
    await shop.rule('both', 'product.purchased', 'create_course', LETTERS, { site: 'studio' })
    await shop.send('product.purchased', data('ada@example.com', 'both'))
    expect((await shop.log(2)).map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled'])
    expect(simulator.site('academy').accessTo('ada@example.com', TWO)).toBe('full')
    expect(simulator.site('studio').accessTo('ada@example.com', LETTERS)).toBe('full')
  })
})

describe('A launch', () => {
  test('of 200 orders and 20 refunds through the real queue and objects makes the calls that the core alone makes', async () => {
    simulator.site('academy').data.requestsPerMinute = 1_000
    const shop = await new Shop().open(['academy'], 1_000)
    for (const { product, create, expire, target } of EVERYTHING) {
      await shop.rule(product, 'product.purchased', create, target)
      await shop.rule(product, 'product.refunded', expire, target)
    }
    const send = ({ type, id, at, email, order, product }: SaleEvent) =>
      shop.send(type, data(email, product, order), { id, at })
    await Promise.all(orders.map(send))
    const sold = await shop.log(orders.length)
    expect(new Set(sold.map(({ outcome }) => outcome))).toEqual(new Set(['enrolled']))
    await Promise.all(refunds.map(send))
    const refunded = (await shop.log(orders.length + refunds.length)).slice(orders.length)
    expect(new Set(refunded.map(({ outcome }) => outcome))).toEqual(new Set(['expired']))
    expect(callsIn(simulator)).toEqual(expectedCalls())
    expect(simulator.counts().statuses['429']).toBeUndefined()
  })
})

describe('Several marketplaces', () => {
  // Last, since the queue goes on bringing its messages for a while.
  test('an answer that trickles in, a byte a second, keeps no other marketplace waiting', async () => {
    const [slow, quick] = [await new Shop().open(['studio']), await new Shop().open(['academy'])]
    await slow.rule('letters', 'product.purchased', 'create_course', LETTERS, { site: 'studio' })
    await quick.rule('course', 'product.purchased', 'create_course', TWO)
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const to = new Headers(init?.headers).get('x-auth-subdomain')
      return to === 'studio' ? new Response(drip()) : simulator.fetch(input, init)
    })
    const MANY = 60
    await Promise.all(
      Array.from({ length: MANY }, (_, n) =>
        slow.send('product.purchased', data(`c${n}@example.com`, 'letters', `o${n}`)),
      ),
    )
    for (const email of ['ada@example.com', 'ben@example.com', 'eve@example.com']) {
      await quick.send('product.purchased', data(email, 'course', email))
    }
    expect((await quick.log(3)).map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled', 'enrolled'])
    const { waitingFound, rows } = await slow.journal.log({})
    // Not one of the slow ones was given up first, though a call may take 15 s.
    expect([waitingFound, rows.length]).toEqual([MANY, 0])
  })
})

/** One byte a second, for ever. */
function drip(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await scheduler.wait(1_000)
      controller.enqueue(new Uint8Array([32]))
    },
  })
}
