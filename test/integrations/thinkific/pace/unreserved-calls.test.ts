/** Calls that nothing waits for, beside a launch. */
import { describe, expect, test } from 'vitest'
import { nextUnreservedAt, withUnreservedCall } from '../../../../src/integrations/thinkific/pace/unreserved-calls'
import { figure } from '../../../figure'
import { Caller } from './caller'
import { Clock } from './clock'
import { Thinkific } from './thinkific'
import { World } from './world'

const MINUTE = 60_000
const ALLOWANCE = 120
/** A call takes as long each time, so that two launches can be compared sale by sale. */
const STEADY = () => 0.5
const CALL_MS = 500

/** A launch some way into a reading, or without one: when each sale was in, and how many calls the reading made. */
function launch({ sales, reads }: { sales: number; reads: boolean }) {
  const clock = new Clock()
  const thinkific = new Thinkific(clock, ALLOWANCE, STEADY)
  const caller = new Caller(clock, thinkific, ALLOWANCE)
  const world = new World(clock, caller, STEADY)
  for (let n = 0; n < sales; n += 1) {
    world.order(10 * MINUTE + n * 20, 2)
  }
  let sent: number[] = []
  let made = 0
  const isIdle = () =>
    world.firings.every(({ state, retries }) => state === 'done' || (state === 'queued' && retries === 0))
  const read = (): void => {
    const { now } = clock
    const at = nextUnreservedAt(sent, ALLOWANCE, now)
    const isDue = at <= now && (isIdle() || now < 10 * MINUTE)
    if (isDue && caller.call(true, () => undefined).made) {
      sent = withUnreservedCall(sent, now)
      made += 1
    }
    clock.at(Math.max(at, now + 1_000), read)
  }
  if (reads) {
    clock.at(0, read)
  }
  clock.run(30 * MINUTE)
  return { done: world.firings.map(({ doneAt }) => doneAt), made, tooMany: thinkific.tooMany }
}

describe('A reading in the background', () => {
  test.each([1, 30, 59, 60, 100, 400])('delays none of %i sales by more than one call', (sales) => {
    const alone = launch({ sales, reads: false })
    const beside = launch({ sales, reads: true })
    const delays = beside.done.map((at, n) => at - (alone.done[n] ?? 0))
    figure(`${sales} sales beside a reading: the most delayed by ${Math.max(...delays).toFixed(0)} ms`)
    expect(alone.done.every((at) => at > 0)).toBe(true)
    expect(Math.max(...delays)).toBeLessThanOrEqual(CALL_MS)
    expect([beside.made > 20, beside.tooMany]).toEqual([true, 0])
  })

  test('makes two calls in any minute of the usual plan, sixteen of the largest, and never none', () => {
    const count = (allowance: number) => {
      let sent: number[] = []
      let made = 0
      for (let now = 0; now < 60_500; now += 100) {
        if (nextUnreservedAt(sent, allowance, now) <= now) {
          sent = withUnreservedCall(sent, now)
          made += 1
        }
      }
      return made
    }
    expect([120, 1_000, 10].map(count)).toEqual([2, 16, 1])
  })
})
