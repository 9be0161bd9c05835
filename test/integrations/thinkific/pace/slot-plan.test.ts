import { describe, expect, test } from 'vitest'
import { applyBrake } from '../../../../src/integrations/thinkific/pace/brake'
import { endCall, newPace, type Pace, takeCall } from '../../../../src/integrations/thinkific/pace/call-window'
import { releaseReservations, reserve } from '../../../../src/integrations/thinkific/pace/slot-plan'

const START = 1_800_000_000_000

function reserveMany(pace: Pace, now: number, firings: number, calls: number) {
  const turns: number[] = []
  for (let n = 0; n < firings; n += 1) {
    const reserved = reserve(pace, now, calls)
    pace = reserved.pace
    turns.push(reserved.at)
  }
  return { pace, turns }
}

describe('a reservation', () => {
  test('is now while there is room, and then as soon as the window frees, a fifth of the mean gap apart', () => {
    const { turns } = reserveMany(newPace(120), START, 300, 1)
    expect(turns.slice(0, 118)).toEqual(Array(118).fill(START))
    for (const from of [118, 236]) {
      const window = turns.slice(from, from + 118)
      expect(window[0]).toBe(START + (from / 118) * 61_500)
      const gaps = window.slice(1).map((at, n) => at - (window[n] ?? 0))
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(102)
      expect(Math.max(...gaps)).toBeLessThanOrEqual(103)
    }
  })

  test('never promises a window more than the allowance less a sixtieth', () => {
    const { turns } = reserveMany(newPace(120), START, 2_000, 1)
    for (const from of turns) {
      expect(turns.filter((at) => at >= from && at < from + 60_499).length).toBeLessThanOrEqual(118)
    }
  })

  test('leaves calls for a person in the middle of a burst', () => {
    let { pace } = reserveMany(newPace(120), START, 5_000, 2)
    for (let call = 0; call < 118; call += 1) {
      const taken = takeCall(pace, START, true)
      pace = taken.ok ? endCall(taken.pace) : pace
    }
    expect(takeCall(pace, START + 5_000, false).ok).toBe(true)
  })

  test('counts what a person used of the same minute', () => {
    let pace = newPace(120)
    for (let call = 0; call < 100; call += 1) {
      const taken = takeCall(pace, START, false)
      pace = taken.ok ? endCall(taken.pace) : pace
    }
    const { turns } = reserveMany(pace, START + 1_000, 40, 1)
    expect(turns.filter((at) => at === START + 1_000)).toHaveLength(18)
    expect(turns[18]).toBe(START + 61_500)
  })

  test('is free again when nothing waits any more', () => {
    const { pace } = reserveMany(newPace(120), START, 5_000, 2)
    expect(pace.planned.at(-1)).toBeGreaterThan(START + 80 * 60_000)
    expect(reserve(releaseReservations(pace), START + 1_000, 2).at).toBe(START + 1_000)
  })

  test('waits for the reset after a 429, and stands further apart', () => {
    const pace = applyBrake(newPace(120), START, START + 30_000, START - 200)
    const { turns } = reserveMany(pace, START, 600, 1)
    const gap = (n: number) => (turns[n] ?? 0) - (turns[n - 1] ?? 0)
    expect(turns[0]).toBe(START + 30_000)
    expect(gap(1)).toBeGreaterThan(1_000)
    expect(gap(200)).toBeLessThan(gap(1))
    expect(gap(599)).toBeLessThanOrEqual(513)
  })
})
