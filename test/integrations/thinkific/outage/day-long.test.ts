import { describe, expect, test } from 'vitest'
import { figure } from '../../../figure'
import { Caller } from '../pace/caller'
import { Clock } from '../pace/clock'
import { draws, retriesOf } from '../pace/firing'
import { Thinkific } from '../pace/thinkific'
import { World } from '../pace/world'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ALLOWANCE = 120

/** An order every 30 seconds for `hours`; Thinkific answers no call from `from` to `to`. */
function outage(hours: number, from: number, to: number) {
  const random = draws(7)
  const clock = new Clock()
  const thinkific = new Thinkific(clock, ALLOWANCE, random)
  const caller = new Caller(clock, thinkific, ALLOWANCE)
  const world = new World(clock, caller, random)
  thinkific.down = (now) => now >= from && now < to
  for (let at = 0; at < hours * HOUR; at += 30_000) {
    world.order(at, 2)
  }
  return { clock, thinkific, world }
}

describe('an outage of 24 hours', () => {
  test('loses nothing, needs no click, and hardly calls while it lasts', () => {
    const [from, to] = [HOUR, 25 * HOUR]
    const { clock, thinkific, world } = outage(28, from, to)
    clock.run(from)
    const before = thinkific.calls
    clock.run(to)
    const during = thinkific.calls - before
    const parked = world.firings.filter(({ state }) => state === 'parked').length
    clock.run()
    const late = world.firings.filter(({ doneAt }) => doneAt >= to)
    const firstAfter = Math.min(...late.map(({ doneAt }) => doneAt)) - to
    const missed = late.filter((_, n) => n < (24 * HOUR) / 30_000).map(({ doneAt }) => doneAt)
    const caughtUp = Math.max(...missed) - to
    const { most } = retriesOf(world.firings)
    figure(
      `outage of 24 h: ${during} calls during it (${world.probes} probes), ${parked} firings parked, ` +
        `first one through ${(firstAfter / 1_000).toFixed(0)} s after its end, ` +
        `all caught up after ${(caughtUp / MINUTE).toFixed(0)} min, at most ${most} retries a firing, ${thinkific.tooMany} times 429`,
    )
    expect(world.firings.filter(({ state }) => state !== 'done')).toEqual([])
    expect(during).toBeLessThan(250)
    expect(parked).toBeGreaterThan(2_000)
    expect(firstAfter).toBeLessThan(6 * MINUTE)
    expect(most).toBeLessThan(50)
    expect(thinkific.tooMany).toBe(0)
  })

  test('that ends before twelve hours parks nothing', () => {
    const { clock, thinkific, world } = outage(8, HOUR, 5 * HOUR)
    clock.run()
    expect(world.firings.every(({ state }) => state === 'done')).toBe(true)
    const { most } = retriesOf(world.firings)
    figure(`outage of 4 h: ${world.probes} probes, at most ${most} retries a firing, ${thinkific.tooMany} times 429`)
    expect(most).toBeLessThan(20)
  })
})
