/** Try it beside the real thing: for real subscribers it says what a post then does, with the real queue and objects. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createForeseeingPorts, foreseeEvent } from '../../src/dispatch/foresee'
import type { Trigger } from '../../src/model/trigger'
import { makeSample } from '../../src/web/rules/sample'
import { ACADEMY_BUNDLES, ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { Shop, thinkific } from './shop'

const CLUB = '440369'
const ALL_ACCESS = ACADEMY_BUNDLES['All Access']
/** In no bundle: which of two rules is first says what becomes of a course that both give. */
const CIRCLE = ACADEMY_COURSES['Teacher Circle']
const WITHOUT_ASKING = / \(Predicted without asking Thinkific\.\)$/

let simulator: Simulator
let shop: Shop

beforeEach(async () => {
  simulator = await thinkific()
  shop = await new Shop().open(['academy'])
  await shop.rule(CLUB, 'product.purchased', 'create_bundle', ALL_ACCESS)
  await shop.rule(CLUB, 'product.purchased', 'create_course', CIRCLE, { accessDays: 30 })
  await shop.rule(CLUB, 'product.refunded', 'expire_course', CIRCLE)
  await shop.rule(CLUB, 'subscription.canceled', 'expire_bundle', ALL_ACCESS)
  await shop.rule('*', 'subscription.charge_failed', 'expire_bundle', ALL_ACCESS)
})

/** Asks Try it about a trigger for a customer, sends that post, and compares. */
async function tryAndSend(name: string, trigger: Trigger) {
  const email = `${name}@example.com`
  const asked = { marketplace: shop.marketplace, trigger, email, product: { id: CLUB, name: null }, purchase: '' }
  const { event } = makeSample(asked, await shop.journal.customer(email), Date.now())
  const before = (await shop.journal.log({ limit: 1000 })).rows.length
  const calls = simulator.calls.length
  const foreseen = await foreseeEvent(event, createForeseeingPorts(env))
  expect([simulator.calls.length, (await shop.journal.log({ limit: 1000 })).rows.length]).toEqual([calls, before])
  const said =
    foreseen.firings.length > 0
      ? foreseen.firings.map(({ firing, ...one }) => ({ ...one, rule: firing.rule.name }))
      : [{ rule: null, outcome: foreseen.own?.outcome, sentence: foreseen.own?.sentence ?? '' }]
  await shop.send(trigger, {
    customer: { email, first_name: 'Ada', last_name: 'Byron' },
    ...(event.orderId === null ? {} : { order: { id: event.orderId } }),
    items: [{ product_id: CLUB, subscription: event.items[0]?.subscription }],
  })
  const expected = said.map((one) => `${one.rule} ${one.outcome}: ${one.sentence.replace(WITHOUT_ASKING, '')}`).sort()
  // What an event without rules changed becomes its entry's outcome a moment later.
  await vi.waitFor(async () => {
    const done = (await shop.log(before + said.length)).slice(before)
    const brief = done.map(({ rule, outcome, sentence }) => `${rule?.name ?? null} ${outcome}: ${sentence}`)
    expect([trigger, brief.sort()]).toEqual([trigger, expected])
  }, 10_000)
}

describe('For real subscribers, Try it says what a post then does', () => {
  const LIVES: [string, Trigger[]][] = [
    ['ada', ['product.purchased', 'subscription.charge_failed', 'subscription.charged', 'product.refunded']],
    ['ben', ['product.purchased', 'product.refunded', 'product.refunded', 'subscription.canceled']],
    ['cleo', ['product.purchased', 'product.purchased', 'subscription.canceled', 'subscription.restarted']],
    ['dora', ['subscription.canceled', 'product.partially_refunded', 'subscription.completed']],
    ['eli', ['product.purchased', 'subscription.delinquent', 'subscription.recovered', 'subscription.completed']],
  ]

  test.each(LIVES)('%s', async (name, triggers) => {
    for (const trigger of triggers) {
      await tryAndSend(name, trigger)
    }
  })
})
