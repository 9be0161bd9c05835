import { describe, expect, test } from 'vitest'
import { figure } from '../../../figure'
import { Caller } from './caller'
import { Clock } from './clock'
import { draws, retriesOf } from './firing'
import { soonest } from './soonest'
import { Thinkific } from './thinkific'
import { World } from './world'

const ORDERS = 10_000
const MINUTE = 60_000
const ALLOWANCE = 120

function burst(seed: number, surprises = 0) {
  const random = draws(seed)
  const clock = new Clock()
  const thinkific = new Thinkific(clock, ALLOWANCE, random)
  const caller = new Caller(clock, thinkific, ALLOWANCE)
  const world = new World(clock, caller, random)
  for (let n = 0; n < ORDERS; n += 1) {
    world.order(random() * MINUTE, random() < 0.7 ? 2 : 1, random() < surprises ? 1 : 0)
  }
  return { clock, thinkific, caller, world }
}

describe.each([50, 100, 400])('%i new customers within a second at 480 a minute', (orders) => {
  test.each([5, 6, 7])('are in within a tenth of the soonest the window allows (draw %i)', (seed) => {
    const random = draws(seed)
    const clock = new Clock()
    const thinkific = new Thinkific(clock, 480, random, 0.1)
    const world = new World(clock, new Caller(clock, thinkific, 480), random)
    for (let n = 0; n < orders; n += 1) {
      world.order(random() * 1_000, 2)
    }
    clock.run()
    const { mean, most } = retriesOf(world.firings)
    const seconds = thinkific.lastCallAt / 1_000
    figure(
      `${orders} orders at 480 a minute: ${seconds.toFixed(1)} s, ${mean.toFixed(2)} retries a firing (most ${most})`,
    )
    expect(world.firings.every(({ state }) => state === 'done')).toBe(true)
    expect(thinkific.lastCallAt).toBeLessThanOrEqual(1.1 * soonest(2 * orders, 480))
    expect(thinkific.tooMany).toBe(0)
    expect(most).toBeLessThanOrEqual(2)
  })
})

describe('10,000 orders within a minute', () => {
  test('use the allowance, meet no 429, and cost each firing one retry', () => {
    const { clock, thinkific, world } = burst(1)
    clock.run()
    const share = thinkific.calls / ((thinkific.lastCallAt / MINUTE) * ALLOWANCE)
    const { mean, most } = retriesOf(world.firings)
    figure(
      `burst: ${thinkific.calls} calls in ${(thinkific.lastCallAt / MINUTE).toFixed(1)} min, ` +
        `${(share * 100).toFixed(1)} % of the allowance, ${thinkific.tooMany} times 429, ` +
        `${thinkific.mostInAMinute} calls in the fullest minute, ${thinkific.mostInFlight} in flight at most, ` +
        `${mean.toFixed(3)} retries a firing (most ${most})`,
    )
    expect(world.firings.every(({ state }) => state === 'done')).toBe(true)
    expect(thinkific.lastCallAt).toBeLessThanOrEqual(1.1 * soonest(thinkific.calls, ALLOWANCE))
    expect(thinkific.tooMany).toBe(0)
    expect(thinkific.mostInAMinute).toBeLessThanOrEqual(ALLOWANCE)
    expect(thinkific.mostInFlight).toBeLessThanOrEqual(6)
    expect(mean).toBeLessThanOrEqual(1.01)
  })

  test('cost little more when a fifth of the firings need a call more than was reserved', () => {
    const { clock, thinkific, world } = burst(4, 0.2)
    clock.run()
    const share = thinkific.calls / ((thinkific.lastCallAt / MINUTE) * ALLOWANCE)
    const { mean, most } = retriesOf(world.firings)
    figure(
      `burst, a fifth of the firings needing a call more than reserved: ${(share * 100).toFixed(1)} % of the ` +
        `allowance, ${thinkific.tooMany} times 429, ${mean.toFixed(3)} retries a firing (most ${most})`,
    )
    expect(thinkific.lastCallAt).toBeLessThanOrEqual(1.1 * soonest(thinkific.calls, ALLOWANCE))
    expect(thinkific.tooMany).toBe(0)
    expect(mean).toBeLessThanOrEqual(1.35)
  })

  test('do not keep a person waiting', () => {
    const { clock, thinkific, caller, world } = burst(2)
    const waits: number[] = []
    for (let minute = 2; minute < 120; minute += 1) {
      caller.click(minute * MINUTE + 137 * minute, (waited) => waits.push(waited))
    }
    clock.run()
    const most = Math.max(...waits)
    figure(`burst: a person's click each minute waits ${most.toFixed(0)} ms at most`)
    expect(waits).toHaveLength(118)
    expect(most).toBeLessThan(1_500)
    expect(thinkific.tooMany).toBe(0)
    expect(retriesOf(world.firings).mean).toBeLessThanOrEqual(1.05)
  })

  test("share the site with its owner's other tools", () => {
    const { clock, thinkific, world } = burst(3)
    thinkific.others = (now) => (now < 60 * MINUTE ? 50 : 0)
    clock.run()
    const { mean, most } = retriesOf(world.firings)
    figure(
      `burst with 50 calls a minute of other tools for an hour: ${thinkific.tooMany} times 429 in ` +
        `${(thinkific.lastCallAt / MINUTE).toFixed(1)} min, ${mean.toFixed(2)} retries a firing (most ${most})`,
    )
    expect(world.firings.every(({ state }) => state === 'done')).toBe(true)
    expect(thinkific.tooMany / thinkific.calls).toBeLessThan(0.02)
  })
})
