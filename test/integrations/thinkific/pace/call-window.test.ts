import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countSpent,
  endCall,
  MOST_IN_FLIGHT,
  newPace,
  nextSlotAt,
  type Pace,
  sharedAllowance,
  takeCall,
  WINDOW_MS,
  withAllowance,
} from '../../../../src/integrations/thinkific/pace/call-window'
import { restorePace, takeSnapshot } from '../../../../src/integrations/thinkific/pace/pace-snapshot'
import { seed, sized } from '../../../depth'

const START = 1_800_000_000_000
const MINUTE = 60_000

/** The most calls any minute of Thinkific's clock saw, the window sliding. */
function mostInAMinute(arrivals: number[]): number {
  const sorted = arrivals.toSorted((a, b) => a - b)
  return Math.max(0, ...sorted.map((from, first) => sorted.filter((at, n) => n >= first && at < from + MINUTE).length))
}

interface Run {
  allowance: number
  minutes: number
  /** Network delays and lengths of calls, drawn in turn. */
  jitters: number[]
  lengths: number[]
  /** Moments at which the object is evicted, ms from the start. */
  evictions: number[]
}

/** Endless work: whenever the pace grants a call it is made. Answers when each one reached Thinkific, and the rows written. */
function backlog({ allowance, minutes, jitters, lengths, evictions }: Run): {
  arrivals: number[]
  rows: number
  most: number
} {
  const arrivals: number[] = []
  const running: number[] = []
  let pace: Pace = newPace(allowance)
  let kept = JSON.stringify(takeSnapshot(pace))
  let rows = 0
  let most = 0
  const sleeps = evictions.toSorted((a, b) => a - b).map((at) => START + at)
  for (let now = START; now < START + minutes * MINUTE; ) {
    while ((running[0] ?? now + 1) <= now) {
      running.shift()
      pace = endCall(pace)
    }
    if ((sleeps[0] ?? now + 1) <= now) {
      sleeps.shift()
      running.length = 0
      pace = restorePace(JSON.parse(kept), allowance, now)
    }
    const taken = takeCall(pace, now, false)
    if (!taken.ok) {
      now = Math.max(now + 1, Math.ceil(Math.min(taken.at ?? Infinity, running[0] ?? Infinity, sleeps[0] ?? Infinity)))
      continue
    }
    pace = taken.pace
    if (taken.save) {
      kept = JSON.stringify(takeSnapshot(pace))
      rows += 1
    }
    arrivals.push(now + (jitters[arrivals.length % jitters.length] ?? 0))
    running.push(now + (lengths[arrivals.length % lengths.length] ?? 0))
    running.sort((a, b) => a - b)
    most = Math.max(most, running.length)
  }
  return { arrivals, rows, most }
}

const jitters = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 })
const lengths = fc.array(fc.integer({ min: 50, max: 1_500 }), { minLength: 1, maxLength: 50 })
const allowance = fc.integer({ min: 1, max: 300 })

describe('a site that is never idle', () => {
  test('never gets more than its allowance in any minute as Thinkific counts, nor more than 6 at a time', () => {
    fc.assert(
      fc.property(allowance, jitters, lengths, (figure, jitter, length) => {
        const run = backlog({ allowance: figure, minutes: 4, jitters: jitter, lengths: length, evictions: [] })
        expect(mostInAMinute(run.arrivals)).toBeLessThanOrEqual(figure)
        expect(run.most).toBeLessThanOrEqual(MOST_IN_FLIGHT)
      }),
      { numRuns: sized(30, 1_000), ...seed(17) },
    )
  })

  test('keeps to its allowance through evictions', () => {
    const evictions = fc.array(fc.integer({ min: 0, max: 4 * MINUTE }), { maxLength: 12 })
    fc.assert(
      fc.property(allowance, jitters, lengths, evictions, (figure, jitter, length, moments) => {
        const run = backlog({ allowance: figure, minutes: 4, jitters: jitter, lengths: length, evictions: moments })
        expect(mostInAMinute(run.arrivals)).toBeLessThanOrEqual(figure)
      }),
      { numRuns: sized(30, 1_000), ...seed(17) },
    )
  })

  test('uses at least 97 % of it, and writes a row for every twelfth call', () => {
    const windows = 60
    const minutes = (windows * WINDOW_MS) / MINUTE
    const run = backlog({ allowance: 120, minutes, jitters: [0, 400, 130, 260], lengths: [300, 700], evictions: [] })
    const share = run.arrivals.length / (120 * minutes)
    console.log(
      `pace: ${(share * 100).toFixed(1)} % of the allowance used, ${(run.rows / run.arrivals.length).toFixed(3)} rows a call`,
    )
    expect(share).toBeGreaterThanOrEqual(0.97)
    expect(run.rows / run.arrivals.length).toBeLessThan(0.1)
  })
})

describe('the window', () => {
  const having = (calls: number, at = START) =>
    Array.from({ length: calls }).reduce<Pace>((pace) => {
      const taken = takeCall(pace, at, false)
      return taken.ok ? endCall(taken.pace) : pace
    }, newPace(120))

  test('lets the first calls of a quiet minute go at once', () => {
    expect(countSpent(having(130), START)).toBe(120)
  })

  test('says when the next turn is, also behind others', () => {
    const pace = having(120)
    expect(nextSlotAt(pace, START + 1)).toBe(START + 60_500)
    expect(nextSlotAt(having(119), START + 1)).toBe(START + 1)
    expect(nextSlotAt(having(119), START + 1, 1)).toBe(START + 60_500)
    expect(nextSlotAt(pace, START + 1, 120)).toBe(START + 121_000)
  })

  test('stays careful when the clock goes back', () => {
    const taken = takeCall(having(119), START - 5_000, false)
    expect(taken.ok && taken.pace.sent.at(-1)).toBe(START)
  })

  test('asks to wait for a call to end when six are under way', () => {
    let pace = newPace(120)
    for (let call = 0; call < MOST_IN_FLIGHT; call += 1) {
      const taken = takeCall(pace, START, false)
      pace = taken.ok ? taken.pace : pace
    }
    expect(takeCall(pace, START, false)).toEqual({ ok: false, at: null })
    expect(takeCall(endCall(pace), START, false).ok).toBe(true)
  })

  test('takes the smallest figure of all integrations of a site', () => {
    expect(sharedAllowance([])).toBe(120)
    expect(sharedAllowance([600, 120, 240])).toBe(120)
    expect(sharedAllowance([600, Number.NaN, 0, -3])).toBe(600)
    expect(sharedAllowance([60.9])).toBe(60)
    expect(sharedAllowance([50_000])).toBe(1_000)
    expect(nextSlotAt(withAllowance(having(100), 60), START + 1)).toBe(START + 60_500)
  })
})

describe('an object that wakes', () => {
  test('knows what it spent, and counts what it cannot know as spent', () => {
    let pace = newPace(120)
    let kept: unknown = null
    for (let call = 0; call < 30; call += 1) {
      const taken = takeCall(pace, START + call, false)
      if (!taken.ok) {
        throw new Error('no turn')
      }
      kept = taken.save ? JSON.parse(JSON.stringify(takeSnapshot(taken.pace))) : kept
      pace = endCall(taken.pace)
    }
    expect(countSpent(restorePace(kept, 120, START + 1_000), START + 1_000)).toBe(36)
    expect(countSpent(restorePace(kept, 120, START + 100_000), START + 100_000)).toBe(11)
  })

  test('that never called is free to; one with an unreadable past waits a window', () => {
    expect(nextSlotAt(restorePace(null, 120, START), START)).toBe(START)
    expect(nextSlotAt(restorePace({ v: 99 }, 120, START), START)).toBe(START + 60_500)
  })
})
