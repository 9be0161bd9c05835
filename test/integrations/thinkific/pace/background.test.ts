import { describe, expect, test } from 'vitest'
import { sized } from '../../../depth'
import { figure } from '../../../figure'
import { Caller } from './caller'
import { Clock } from './clock'
import { draws } from './firing'
import { soonest } from './soonest'
import { Thinkific } from './thinkific'
import { World } from './world'

const MINUTE = 60_000
const CALLS = 2

function open(allowance: number, seed: number) {
  const random = draws(seed)
  const clock = new Clock()
  const thinkific = new Thinkific(clock, allowance, random, allowance > 500 ? 0.1 : 0.5)
  const world = new World(clock, new Caller(clock, thinkific, allowance), random)
  return { random, clock, thinkific, world }
}

describe('An import beside live sales', () => {
  test.each([
    { allowance: 120, orders: 20_000, lasts: 20, seed: 4 },
    { allowance: 1_000, orders: sized(4_000, 20_000), lasts: 5, seed: 5 },
  ])(
    'at $allowance calls a minute: each sale is in within seconds, and both take nine tenths of the pace',
    ({ allowance, orders, lasts, seed }) => {
      const { random, clock, thinkific, world } = open(allowance, seed)
      world.import(orders, CALLS)
      // A tenth of the allowance.
      const count = (lasts * allowance) / 10 / CALLS
      const sales = Array.from({ length: count }, () => {
        const at = random() * lasts * MINUTE
        return { at, firing: world.order(at, CALLS) }
      })
      clock.run()
      const took = sales.map(({ at, firing }) => firing.doneAt - at)
      const hours = thinkific.lastCallAt / MINUTE / 60
      figure(
        `import of ${orders} orders at ${allowance} a minute: ${thinkific.calls} calls in ${hours.toFixed(1)} simulated hours; ` +
          `a live sale beside it took ${(Math.max(...took) / 1_000).toFixed(1)} s at most`,
      )
      expect(world.firings.every(({ state }) => state === 'done')).toBe(true)
      expect(thinkific.calls).toBe(CALLS * (orders + sales.length))
      expect(thinkific.tooMany).toBe(0)
      expect(Math.max(...took)).toBeLessThan(5_000)
      expect(thinkific.lastCallAt).toBeLessThan(1.05 * soonest(thinkific.calls, allowance * 0.9))
    },
  )
})
