/** An import of the same orders, before or after the live events or in their place, ends the same. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type PastOrder, toPastEvent } from '../../src/imports/orders/past-order'
import { type MarketEvent, toStoredReports, toStoredSource } from '../../src/model/event'
import type { StoreEventType } from '../../src/model/event-type'
import { PLAIN_OPTIONS, type Rule } from '../../src/model/rule'
import type { Trigger } from '../../src/model/trigger'
import { seed, sized } from '../depth'
import { createSimulator } from '../simulator/simulator'
import { checkHistories } from './check-histories'
import { Clock } from './clock'
import { KEY, TOKEN } from './object'
import { Product } from './product'
import { SITE } from './setups'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START = Date.UTC(2026, 0, 5, 9)
const END = START + 120 * DAY_MS
const MARKETPLACE = 'm1'
const EMAILS = ['ada@example.com', 'ben@example.com']
const PRODUCTS = { club: ['101', '102'], yoga: ['102'] } as const

vi.spyOn(console, 'error').mockImplementation(() => {})

type ProductId = keyof typeof PRODUCTS

interface Life {
  email: string
  product: ProductId
  subscribed: boolean
  /** Days after the start, and after what came before. */
  bought: number
  later: { type: StoreEventType; after: number }[]
}

const life: fc.Arbitrary<Life> = fc.record({
  email: fc.constantFrom(...EMAILS),
  product: fc.constantFrom<ProductId>('club', 'yoga'),
  subscribed: fc.boolean(),
  bought: fc.integer({ min: 0, max: 60 }),
  later: fc.array(
    fc.record({
      type: fc.constantFrom<StoreEventType>(
        'product.refunded',
        'subscription.canceled',
        'subscription.charged',
        'product.disputed',
      ),
      after: fc.integer({ min: 1, max: 15 }),
    }),
    { maxLength: 3 },
  ),
})

const terms = fc.record({ days: fc.constantFrom(null, 30, 90), endsLater: fc.constantFrom(null, 10) })

function toOrders(lives: Life[]): PastOrder[] {
  return lives.flatMap(({ email, product, subscribed, bought, later }, n) => {
    let day = bought
    const happened = [{ type: 'product.purchased' as StoreEventType, day }]
    for (const { type, after } of later.filter((one) => subscribed || !one.type.startsWith('subscription.'))) {
      day += after
      happened.push({ type, day })
    }
    return happened.map(({ type, day: at }, index): PastOrder => {
      return {
        type,
        customer: { email, firstName: 'Ada', lastName: 'Byron', id: null },
        orderId: `order-${n}`,
        product: { id: product, name: product },
        subscriptionId: subscribed ? `subscription-${n}` : null,
        periodEnd: null,
        paymentId: null,
        amount: null,
        // No two at once: which of two strangers came first is no matter of the import.
        happenedAt: START + at * DAY_MS + n * 60_000 + index * 1_000,
        dated: true,
        test: null,
      }
    })
  })
}

function toRules({ days, endsLater }: { days: number | null; endsLater: number | null }): Rule[] {
  const triggers: [Trigger, 'create_course' | 'expire_course'][] = [
    ['product.purchased', 'create_course'],
    ['subscription.charged', 'create_course'],
    ['product.refunded', 'expire_course'],
    ['subscription.canceled', 'expire_course'],
  ]
  return Object.entries(PRODUCTS).flatMap(([product, courses]) =>
    courses.flatMap((course) =>
      triggers.map(([trigger, action]): Rule => {
        const end = endsLater === null ? PLAIN_OPTIONS.end : ({ when: 'later', days: endsLater } as const)
        return {
          id: `${product} ${course} ${trigger}`,
          marketplace: MARKETPLACE,
          name: `${product} ${course} ${trigger}`,
          integration: `of ${MARKETPLACE}`,
          integrationName: 'Academy',
          site: SITE,
          action,
          trigger,
          target: { kind: 'course', id: course, name: course },
          product,
          on: true,
          options: { ...PLAIN_OPTIONS, accessDays: days, end },
        }
      }),
    ),
  )
}

/** The same fact as its sender posts it. */
function toLive(order: PastOrder, n: number): MarketEvent {
  return {
    ...toPastEvent(order, { marketplace: MARKETPLACE, format: 'csv', now: order.happenedAt }),
    ...toStoredSource({ kind: 'endpoint', endpoint: 'e1', sender: 'standard', format: 'standard' }),
    ...toStoredReports('facts'),
    id: `live-${n}`,
  }
}

interface Arrival {
  event: MarketEvent
  at: number
}

/** As a run brings them: each customer's newest first, one after the other. */
function importedAt(orders: PastOrder[], at: number): Arrival[] {
  const byCustomer = Map.groupBy(
    orders.filter(({ happenedAt }) => happenedAt <= at),
    ({ customer }) => customer.email,
  )
  return [...byCustomer.values()].flatMap((own) =>
    own
      .sort((one, other) => other.happenedAt - one.happenedAt)
      .map((order, n) => {
        const now = at + n * HOUR_MS
        return { at: now, event: toPastEvent(order, { marketplace: MARKETPLACE, format: 'csv', now }) }
      }),
  )
}

/** Each at once. */
function reportedLive(orders: PastOrder[]): Arrival[] {
  return orders.map((order, n) => ({ event: toLive(order, n), at: order.happenedAt }))
}

/** What each customer is in at the end, and until when. */
async function liveThrough(rules: Rule[], arrivals: Arrival[]): Promise<string[]> {
  const clock = new Clock(START - DAY_MS)
  const giveBack = clock.takeCharge(7)
  try {
    const sleep = (ms: number) => new Promise<void>((done) => void clock.at(clock.now + ms, done))
    const simulator = createSimulator({ now: () => clock.now, sleep })
    const academy = simulator.addSite({ subdomain: SITE, apiKey: KEY, accessToken: TOKEN })
    for (const course of ['101', '102']) {
      academy.addCourse({ id: Number(course), name: course })
    }
    const product = new Product({ rules, mishaps: [] }, simulator, clock)
    for (const { event, at } of arrivals) {
      product.arrives({ ...event, receivedAt: at }, at)
    }
    clock.at(END + 30 * DAY_MS, () => {})
    await clock.quiet()
    return EMAILS.flatMap((email) =>
      academy
        .access(email)
        .filter(({ state }) => state === 'full')
        .map(({ courseId, until }) => `${email} ${courseId} ${until}`),
    )
  } finally {
    giveBack()
  }
}

describe('An import of the same orders', () => {
  test('after the live events, before them or in their place ends the same', async () => {
    const count = { in: 0, out: 0 }
    const cases = fc.record({
      lives: fc.array(life, { minLength: 1, maxLength: 4 }),
      chosen: terms,
      day: fc.integer({ min: 0, max: 100 }),
    })
    const details = await checkHistories(
      cases,
      async ({ lives, chosen, day }) => {
        const orders = toOrders(lives)
        const rules = toRules(chosen)
        const plain = await liveThrough(rules, reportedLive(orders))
        count[plain.length > 0 ? 'in' : 'out'] += 1
        expect(await liveThrough(rules, [...reportedLive(orders), ...importedAt(orders, END)]), 'after').toEqual(plain)
        expect(await liveThrough(rules, importedAt(orders, END)), 'in their place').toEqual(plain)
        const middle = START + day * DAY_MS
        const rest = reportedLive(orders).filter(({ at }) => at > middle)
        expect(await liveThrough(rules, [...importedAt(orders, middle), ...rest]), 'before the rest').toEqual(plain)
        const late = reportedLive(orders).map((one) => ({ ...one, at: Math.max(one.at, middle) + 2 * DAY_MS }))
        expect(await liveThrough(rules, [...importedAt(orders, middle), ...late]), 'before all of them').toEqual(plain)
        return true
      },
      { numRuns: sized(20, 500), interruptAfterTimeLimit: sized(40_000, 3_000_000), ...seed(5) },
    )
    expect(details.failed && fc.defaultReportMessage(details)).toBe(false)
    expect(Math.min(count.in, count.out)).toBeGreaterThan(0)
  })
})
