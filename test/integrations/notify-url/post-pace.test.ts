import { describe, expect, test, vi } from 'vitest'
import { PostPace } from '../../../src/integrations/notify-url/pace'

const NOW = 1_000_000

describe('the pace of a receiver', () => {
  test('gives each firing a slot, ten to a second, and the same again when it comes back', () => {
    const pace = new PostPace()
    const slots = Array.from({ length: 21 }, (_, n) => pace.reserve(`f${n}`, 10, NOW))
    expect(slots.slice(0, 3)).toEqual([NOW, NOW + 100, NOW + 200])
    expect(slots[20]).toBe(NOW + 2_000)
    expect(pace.reserve('f20', 10, NOW + 1_500)).toBe(NOW + 2_000)
    expect(pace.waiting).toBe(21)
  })

  test('forgets the slot of a firing that never came back', () => {
    const pace = new PostPace()
    pace.reserve('lost', 10, NOW)
    expect(pace.reserve('lost', 10, NOW + 60_000)).toBe(NOW + 60_000)
    expect(pace.waiting).toBe(1)
  })

  test('has six at a time, the others in their order', async () => {
    const pace = new PostPace()
    const ends: (() => void)[] = []
    const begun: number[] = []
    const all = Array.from({ length: 8 }, (_, n) =>
      pace.take(`f${n}`, () => {
        begun.push(n)
        return new Promise<void>((resolve) => ends.push(resolve))
      }),
    )
    await Promise.resolve()
    expect(begun).toEqual([0, 1, 2, 3, 4, 5])
    ends[3]?.()
    await all[3]
    await Promise.resolve()
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6])
    for (const n of [0, 1, 2, 4, 5, 6]) {
      ends[n]?.()
      await all[n]
    }
    ends[7]?.()
    await Promise.all(all)
    expect(begun).toHaveLength(8)
  })

  test('lets those that queued behind stalled posts go ten to a second as well', async () => {
    vi.useFakeTimers()
    const pace = new PostPace()
    const started = Date.now()
    const begun: number[] = []
    const stalled = Promise.withResolvers<void>()
    const all = Array.from({ length: 36 }, (_, n) =>
      pace.take(`f${n}`, () => {
        begun.push(Date.now() - started)
        return n < 6 ? stalled.promise : Promise.resolve()
      }),
    )
    await vi.advanceTimersByTimeAsync(15_000)
    expect(begun).toHaveLength(6)
    stalled.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(begun.filter((at) => at >= 15_000)).toHaveLength(10)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(begun.filter((at) => at >= 15_000)).toHaveLength(20)
    await vi.runAllTimersAsync()
    await Promise.all(all)
    vi.useRealTimers()
  })
})
