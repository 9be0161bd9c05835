/** A subscription from purchase to delinquency to restart, through the real queue, as each kind of sender reports it. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Trigger } from '../../src/model/trigger'
import { ACADEMY_BUNDLES, ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { Shop, thinkific } from './shop'

const CLUB = '440369'
const ALL_ACCESS = ACADEMY_BUNDLES['All Access']
const DAY_MS = 86_400_000
const start = Date.now() - 60 * DAY_MS

let simulator: Simulator
let shop: Shop

beforeEach(async () => {
  simulator = await thinkific()
  shop = await new Shop().open(['academy'])
  await shop.rule(CLUB, 'product.purchased', 'create_bundle', ALL_ACCESS)
  await shop.rule(CLUB, 'subscription.canceled', 'expire_bundle', ALL_ACCESS)
  await shop.rule(CLUB, 'subscription.restarted', 'create_bundle', ALL_ACCESS)
})

const access = () => simulator.site('academy').accessTo('ada@example.com', ACADEMY_COURSES['Course Two'])
const brief = (rows: { trigger: Trigger | null; outcome: string }[]) =>
  rows.map((row) => `${row.trigger} ${row.outcome}`)

describe('Reported by a sender of facts', () => {
  const send = (type: Trigger, day: number, failed = 0) =>
    shop.send(
      type,
      {
        customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' },
        order: { id: '19026152' },
        items: [{ product_id: CLUB }],
        subscription: { id: '551122', failed_attempts: failed },
      },
      { at: start + day * DAY_MS },
    )

  test('the fourth failure ends access and a restart by hand opens it again', async () => {
    await send('product.purchased', 0)
    await shop.log(1)
    expect(access()).toBe('full')
    await send('subscription.charged', 30)
    await shop.log(2)
    for (const failed of [1, 2, 3]) {
      await send('subscription.charge_failed', 30 + failed, failed)
      await shop.log(2 + failed)
    }
    expect(access()).toBe('full')

    await send('subscription.charge_failed', 34, 4)
    const ended = await shop.log(6)
    expect(ended.at(-1)).toMatchObject({ trigger: 'subscription.canceled', outcome: 'expired' })
    expect(access()).toBe('expired')

    await send('subscription.restarted', 40)
    const all = await shop.log(7)
    expect(all.at(-1)).toMatchObject({ trigger: 'subscription.restarted', outcome: 'renewed' })
    expect(access()).toBe('full')
  })

  test('what arrives last may have happened first', async () => {
    await send('subscription.restarted', 40)
    await shop.log(1)
    await send('subscription.charge_failed', 34, 4)
    await send('product.purchased', 0)
    const all = await shop.log(3)
    expect(brief(all)).toContain('subscription.canceled superseded')
    expect(access()).toBe('full')
  })
})

describe('Reported by SamCart', () => {
  const send = (type: string, more: object = {}) =>
    shop.samcart({
      type,
      product: { id: 440369, name: 'Club', ...more },
      customer: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron' },
      order: { id: 19026152, subscription_id: 551122 },
    })

  test('delinquent fires Canceled too; the Cancel that follows fires nothing twice; a restart opens again', async () => {
    await send('Order')
    await shop.log(1)
    await send('RecurringPaymentSucceeded', { transaction_id: 'ch_1' })
    await send('RecurringPaymentFailed')
    await shop.log(3)
    await send('SubscriptionDelinquent')
    await shop.log(4)
    expect(access()).toBe('expired')

    await send('Cancel')
    const rows = await shop.log(5)
    expect(rows.filter((row) => row.outcome === 'expired')).toHaveLength(1)

    await send('SubscriptionRestarted')
    await shop.log(6)
    expect(access()).toBe('full')
  })

  test('an unknown type grants nothing and is an entry that says so', async () => {
    await send('Lead Captured')
    const [entry] = await shop.log(1)
    expect(entry?.outcome).toBe('not understood')
    expect(simulator.counts().total).toBe(0)
  })
})
