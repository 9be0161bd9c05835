/** A launch, and a day of silence, on all that decides: pace, ladder, ledger, settling, receipts. */
import { afterEach, describe, expect, test } from 'vitest'
import type { MarketEvent } from '../../src/model/event'
import type { Rule } from '../../src/model/rule'
import { sized } from '../depth'
import { figure } from '../figure'
import { soonest } from '../integrations/thinkific/pace/soonest'
import { AT, sampleEvent, sampleItem, sampleRule } from '../journal/samples'
import { type Core, core } from './core'
import { callsIn, EVERYTHING, expectedCalls, orders, refunds, type SaleEvent, stock } from './sample'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const ALLOWANCE = 120

let shop: Core

afterEach(() => {
  shop.close()
})

/** Two courses sold, and refunds that end them. */
const COURSES = ['101', '102']
const RULES: Rule[] = COURSES.flatMap((id) => {
  const about = { target: { kind: 'course' as const, id, name: `Course ${id}` }, product: `p${id}` }
  return [
    sampleRule({ ...about, id: `open ${id}` }),
    sampleRule({ ...about, id: `end ${id}`, trigger: 'product.refunded', action: 'expire_course' }),
  ]
})

async function open(): Promise<void> {
  shop = await core(AT, RULES, ALLOWANCE)
  for (const id of COURSES) {
    shop.owner.addCourse({ id: Number(id), name: `Course ${id}` })
  }
}

function order(n: number, customer: number, course: string, at: number, different: Partial<MarketEvent> = {}) {
  const email = `customer-${customer}@example.com`
  shop.arrives(
    sampleEvent({
      id: `e${n}`,
      orderId: `o${n}`,
      receivedAt: at,
      happenedAt: at,
      items: [sampleItem(`p${course}`)],
      customer: { email, firstName: 'Ada', lastName: 'Byron', id: null },
      ...different,
    }),
  )
}

const inCourse = (customer: number, course: string) =>
  shop.owner.accessTo(`customer-${customer}@example.com`, Number(course)) === 'full'

/** Retries of the queue a firing, on average and at most. */
function retriesOf(firings: number): { mean: number; most: number } {
  const all = [...shop.retries.values()]
  return { mean: all.reduce((sum, n) => sum + n, 0) / firings, most: Math.max(0, ...all) }
}

describe('A burst', () => {
  test('thousands of orders within a minute', async () => {
    const ORDERS = sized(1_000, 10_000)
    await open()
    // Every fifth is a customer's second.
    const orders = Array.from({ length: ORDERS }, (_, n) => ({
      n,
      customer: n % 5 === 4 ? n - 4 : n,
      course: n % 5 === 4 ? '102' : '101',
      at: AT + Math.floor((n * MINUTE) / ORDERS),
    }))
    for (const { n, customer, course, at } of orders) {
      order(n, customer, course, at)
    }
    await shop.clock.live(AT + 6 * HOUR)

    const { calls } = shop.simulator
    const { total, statuses } = shop.simulator.counts()
    const minutes = ((calls.at(-1)?.at ?? 0) - AT) / MINUTE
    const share = total / (minutes * ALLOWANCE)
    const { mean, most } = retriesOf(ORDERS)
    figure(
      `${ORDERS} orders, ledger and settling included: ${total} calls in ${minutes.toFixed(1)} min, ${(share * 100).toFixed(1)} % of ` +
        `the allowance, ${statuses[429] ?? 0} times 429, ${mean.toFixed(3)} retries a firing (most ${most})`,
    )
    expect(orders.filter(({ customer, course }) => !inCourse(customer, course))).toEqual([])
    expect(total).toBe(ORDERS * 2 - ORDERS / 5)
    expect(minutes * MINUTE).toBeLessThanOrEqual(1.1 * soonest(total, ALLOWANCE))
    expect(statuses[429]).toBeUndefined()
    expect(Math.max(...calls.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(6)
    expect(mean).toBeLessThanOrEqual(1.01)
    expect(shop.simulator.emails).toHaveLength(ORDERS)
  })

  test('Thinkific is down for 24 hours, with orders and refunds all the while', async () => {
    await open()
    const EVERY = sized(10, 1) * MINUTE
    const [from, to, end] = [AT + HOUR, AT + 25 * HOUR, AT + 28 * HOUR]
    const orders = Array.from({ length: (27 * HOUR) / EVERY }, (_, n) => ({
      n,
      at: AT + n * EVERY,
      refunded: n % 10 === 9,
    }))
    for (const { n, at, refunded } of orders) {
      order(n, n, '101', at)
      if (refunded) {
        order(n, n, '101', at + 2 * HOUR, { id: `refund ${n}`, type: 'product.refunded' })
      }
    }
    await shop.clock.live(from)
    shop.simulator.faults.startOutage('academy')
    const before = shop.simulator.counts().total
    await shop.clock.live(to)
    const during = shop.simulator.counts().total - before
    const { parked } = await shop.journal.health()
    shop.simulator.faults.endOutage('academy')
    await shop.clock.live(end + 4 * HOUR)

    const late = shop.simulator.calls.filter(({ at, status }) => at >= to && status === 201)
    const first = ((late[0]?.at ?? 0) - to) / SECOND
    const { waiting } = await shop.journal.health()
    const firings = orders.length * 1.1
    const { mean, most } = retriesOf(firings)
    figure(
      `24 hours of silence, ledger and settling included: ${during} calls meanwhile, ${parked} firings parked, the first one ` +
        `through ${first.toFixed(0)} s after its end, ${mean.toFixed(1)} retries a firing (most ${most}), ` +
        `${shop.simulator.counts().statuses[429] ?? 0} times 429`,
    )
    expect(waiting).toBe(0)
    expect(orders.filter(({ n, refunded }) => inCourse(n, '101') === refunded)).toEqual([])
    expect(during).toBeLessThan(250)
    expect(first).toBeLessThan(6 * 60)
    expect(shop.simulator.counts().statuses[429]).toBeUndefined()
  })

  test('200 orders and 20 refunds make the calls that the real queue and objects make (worker/several.workerd.test.ts)', async () => {
    const rules = EVERYTHING.flatMap(({ product, create, expire, target }) => {
      const kind = create === 'create_course' ? ('course' as const) : ('bundle' as const)
      const about = { product, target: { kind, id: String(target), name: product } }
      return [
        sampleRule({ ...about, id: `open ${product}`, action: create }),
        sampleRule({ ...about, id: `end ${product}`, action: expire, trigger: 'product.refunded' }),
      ]
    })
    shop = await core(AT, rules)
    stock(shop.owner)
    const arrive = ({ type, id, at, email, order: orderId, product }: SaleEvent) =>
      shop.arrives(
        sampleEvent({
          id,
          type,
          orderId,
          happenedAt: at,
          receivedAt: shop.clock.now,
          items: [sampleItem(product)],
          customer: { email, firstName: 'Ada', lastName: 'Byron', id: null },
        }),
      )
    orders.forEach(arrive)
    await shop.clock.live(AT + HOUR)
    refunds.forEach(arrive)
    await shop.clock.live(AT + 2 * HOUR)
    expect(callsIn(shop.simulator)).toEqual(expectedCalls())
  })
})
