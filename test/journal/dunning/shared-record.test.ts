/** A plan's id sent as the subscription's: many customers report under one. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deriveEvent, type Histories } from '../../../src/journal/dunning/derive-event'
import { MAX_ENTRIES, type SubscriptionRecord } from '../../../src/journal/dunning/subscription-history'
import type { EventType } from '../../../src/model/event-type'
import { seed, sized } from '../../depth'
import { AT, about } from '../samples'

const DAY = 86_400_000

/** A journal's records, and what each event of a customer fires. */
function shop() {
  const records = new Map<string, SubscriptionRecord>()
  let events = 0
  const report = (customer: string, type: EventType, day: number, order: string | null = null) => {
    events += 1
    const histories: Histories = {
      customer,
      load: (key) => records.get(key) ?? null,
      save: (key, record) => void records.set(key, record),
      findOriginal: () => null,
      toReceipt: (id) => id,
      findSale: () => null,
    }
    const at = AT + day * DAY
    const email = `${customer}@example.com`
    const customerOf = { email, firstName: null, lastName: null, id: null }
    const event = about('plan', {
      id: `e${events}`,
      orderId: order,
      happenedAt: at,
      receivedAt: at,
      customer: customerOf,
    })
    return deriveEvent(histories, { ...event, type }).items.flatMap(({ fired }) => fired.map(({ trigger }) => trigger))
  }
  return { report, records }
}

const CUSTOMERS = Array.from({ length: 120 }, (_, n) => `c${n}`)

describe('An id that many customers report', () => {
  test.each<[string, EventType, string]>([
    ['cancellations', 'subscription.canceled', 'subscription.canceled'],
    ['pauses', 'subscription.paused', 'subscription.canceled'],
    ['failures', 'subscription.charge_failed', 'subscription.charge_failed'],
    ['restarts', 'subscription.restarted', 'subscription.restarted'],
  ])('loses none of their %s', (_, type, trigger) => {
    const { report } = shop()
    CUSTOMERS.forEach((one, n) => void report(one, 'product.purchased', n / 10, `o${n}`))
    expect(CUSTOMERS.map((one, n) => report(one, type, 40 + n / 10))).toEqual(CUSTOMERS.map(() => [trigger]))
  })

  test('loses none where no sale names it', () => {
    const { report } = shop()
    const ends = CUSTOMERS.map((one, n) => report(one, 'subscription.canceled', n / 10))
    expect(ends).toEqual(CUSTOMERS.map(() => ['subscription.canceled']))
  })

  test('fires for each what it fires where the id is theirs alone', () => {
    const TYPES = [
      'subscription.canceled',
      'subscription.charged',
      'subscription.charge_failed',
      'subscription.restarted',
    ] as const
    const steps = fc.array(fc.record({ who: fc.nat({ max: 9 }), type: fc.constantFrom(...TYPES) }), {
      minLength: 60,
      maxLength: 90,
    })
    fc.assert(
      fc.property(steps, (all) => {
        const [together, alone] = [shop(), CUSTOMERS.map(shop)]
        const sales = CUSTOMERS.slice(0, 10).map((who, n) => ({ who: n, day: n / 10, name: who }))
        for (const { who, day, name } of sales) {
          together.report(name, 'product.purchased', day, `o${who}`)
          alone[who]?.report(name, 'product.purchased', day, `o${who}`)
        }
        for (const [n, { who, type }] of all.entries()) {
          const name = CUSTOMERS[who] ?? ''
          expect(together.report(name, type, 10 + n)).toEqual(alone[who]?.report(name, type, 10 + n))
        }
      }),
      { numRuns: sized(30, 1_000), ...seed(3) },
    )
  })

  test('keeps each record small', () => {
    const { report, records } = shop()
    CUSTOMERS.forEach((one, n) => void report(one, 'product.purchased', n / 10, `o${n}`))
    for (let month = 1; month <= 40; month += 1) {
      report('c1', 'subscription.charged', 30 * month)
    }
    const sizes = [...records.values()].flatMap(({ products }) =>
      Object.values(products).map((one) => one.history.entries.length),
    )
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_ENTRIES)
  })
})

describe('An id of one customer, who changed their email once', () => {
  test('stays one history, however long', () => {
    const { report, records } = shop()
    report('ada', 'product.purchased', 0, 'o1')
    for (let month = 1; month <= 50; month += 1) {
      report(month < 20 ? 'ada' : 'ada-new', 'subscription.charged', 30 * month)
    }
    expect(report('ada-new', 'subscription.canceled', 1_510)).toEqual(['subscription.canceled'])
    expect(records.size).toBe(1)
  })
})
