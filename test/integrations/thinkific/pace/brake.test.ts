import { describe, expect, test } from 'vitest'
import { activeBrake, applyBrake, ceilingAt } from '../../../../src/integrations/thinkific/pace/brake'
import { newPace, nextSlotAt, takeCall } from '../../../../src/integrations/thinkific/pace/call-window'
import { restorePace, takeSnapshot } from '../../../../src/integrations/thinkific/pace/pace-snapshot'

const START = 1_800_000_000_000
const MINUTE = 60_000

describe('a 429', () => {
  const hit = applyBrake(newPace(120), START, START + 20_000, START - 300)

  test('holds every call until the reset', () => {
    expect(takeCall(hit, START + 19_999, false)).toEqual({ ok: false, at: START + 20_000 })
    expect(takeCall(hit, START + 20_000, false).ok).toBe(true)
  })

  test('halves the pace, which creeps back by a twelfth a minute', () => {
    const at = (minutes: number) => ceilingAt(hit, START + 20_000 + minutes * MINUTE)
    expect([0, 1, 2, 5, 6, 60].map(at)).toEqual([60, 70, 80, 110, 120, 120])
    expect(activeBrake(hit, START + 20_000 + 6 * MINUTE)).toBeNull()
  })

  test('of a call that left before the last one counts once', () => {
    const again = applyBrake(hit, START + 100, START + 25_000, START - 100)
    expect(ceilingAt(again, START + 25_000)).toBe(60)
    expect(nextSlotAt(again, START + 200)).toBe(START + 25_000)
  })

  test('after another one halves again, never to nothing', () => {
    let pace = hit
    for (let n = 1; n < 10; n += 1) {
      pace = applyBrake(pace, START + n * 30_000, START + n * 30_000 + 10_000, START + n * 30_000 - 50)
    }
    expect(ceilingAt(pace, START + 290_000)).toBe(10)
    expect(ceilingAt(applyBrake(newPace(1), START, START + 1, START), START + 2)).toBe(1)
  })

  test('is remembered through an eviction', () => {
    const woken = restorePace(JSON.parse(JSON.stringify(takeSnapshot(hit))), 120, START + 1_000)
    expect(nextSlotAt(woken, START + 1_000)).toBe(START + 20_000)
  })
})
