/** Try it is right: what is foreseen of an event is what the event then does, after any history. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { TRIGGERS } from '../../src/model/trigger'
import { seed, sized } from '../depth'
import { createSimulator } from '../simulator/simulator'
import { checkHistories } from './check-histories'
import { Clock } from './clock'
import { KEY, TOKEN } from './object'
import { Product } from './product'
import { arrange, arrangements } from './reference/arrangement'
import { toEvent, toRule } from './reference/as-product'
import { furnish, ZonesOverTime } from './reference/comparison'
import { plans, realize } from './reference/generate'
import { BEGINNING } from './reference/script'
import type { Report, World } from './reference/terms'
import { valueAt } from './reference/terms'
import { SITE } from './setups'

const DAY_MS = 86_400_000
const MOST_EVENTS = 8

vi.spyOn(console, 'error').mockImplementation(() => {})

describe('What is foreseen of an event is what it does', () => {
  test.each(TRIGGERS)('%s, about a purchase there is or a new one', async (type) => {
    const histories = fc.record({
      plan: plans(MOST_EVENTS).filter((plan) => realize(plan).reports.length > 0),
      arrangement: arrangements(MOST_EVENTS),
      about: fc.nat(),
      isNew: fc.boolean(),
    })
    type History = typeof histories extends fc.Arbitrary<infer One> ? One : never
    const isForeseen = async ({ plan, arrangement, about, isNew }: History) => {
      const { world, ...told } = realize(plan)
      const reports = arrange({ world, ...told }, arrangement)
      const known = reports[about % reports.length]
      if (known !== undefined) {
        const next = { ...known, ...(isNew ? NEW_IDS : {}), id: 'next', type }
        const { foreseen, done } = await live({ ...world, found: [] }, reports, next)
        expect(foreseen).toEqual(done)
      }
      return true
    }
    const limits = { numRuns: sized(12, 400), interruptAfterTimeLimit: sized(40_000, 3_000_000) }
    const details = await checkHistories(histories, isForeseen, { ...limits, ...seed(7) })
    expect(details.failed && fc.defaultReportMessage(details)).toBe(false)
  })
})

const NEW_IDS = { order: 'a new order', subscription: null, payment: null }

/** A history lived through, and what was foreseen of one more event beside what it then did, by rule. */
async function live(world: World, reports: Report[], last: Report) {
  const clock = new Clock(BEGINNING - 200 * DAY_MS)
  const giveBack = clock.takeCharge(7)
  try {
    const sleep = (ms: number) => new Promise<void>((done) => void clock.at(clock.now + ms, done))
    const simulator = createSimulator({ now: () => clock.now, sleep })
    const academy = simulator.addSite({ subdomain: SITE, apiKey: KEY, accessToken: TOKEN })
    const product = new Product({ rules: world.rules.map(toRule), mishaps: [] }, simulator, clock)
    furnish(academy, clock, world, (bundles) => product.readBundles(bundles))
    product.settings.zones = new ZonesOverTime(world, clock)
    product.readBundles(Object.entries(world.bundles).map(([id, over]) => [id, valueAt(over, 0) ?? []]))
    for (const report of [...reports].sort((one, other) => one.arrived - other.arrived)) {
      product.arrives(toEvent(report, world.failures), report.arrived)
    }
    await clock.quiet()
    const arrived = clock.now + DAY_MS
    const event = toEvent({ ...last, happened: arrived, arrived }, world.failures)
    clock.at(arrived, () => {})
    await clock.quiet()
    const calls = simulator.calls.length
    const asked = product.foresee(event)
    await clock.quiet()
    const foreseen = await asked
    expect(simulator.calls.length).toBe(calls)
    product.arrives(event, clock.now)
    await clock.quiet()
    const effect = product.effects.find((one) => one.event === event.id)
    return {
      foreseen: {
        rules: foreseen.firings.map(({ firing, outcome }) => `${firing.rule.name} ${outcome}`).sort(),
        own:
          foreseen.firings.length === 0 && foreseen.own?.outcome !== 'no rule' ? (foreseen.own?.outcome ?? null) : null,
      },
      done: {
        rules: product.fired
          .filter(({ event: { id } }) => id === event.id)
          .map(({ open: { firing }, settling }) => {
            const answer = product.firstAnswer(event.marketplace, firing.id) ?? settling
            return `${firing.rule.name} ${answer?.final ? answer.outcome : 'waiting'}`
          })
          .sort(),
        own: effect?.outcome ?? null,
      },
    }
  } finally {
    giveBack()
  }
}
