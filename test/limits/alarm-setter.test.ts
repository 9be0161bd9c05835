import { describe, expect, test } from 'vitest'
import { AlarmSetter } from '../../src/limits/alarm-setter'

const NOW = Date.now()

/** Writes in the order of calls, each at its own time; those of `failing` fail. */
function storageWith(failing: number[] = [], stored: number | null = null) {
  const written: number[] = []
  let calls = 0
  return {
    written,
    getAlarm: async () => written.at(-1) ?? stored,
    setAlarm: async (at: number | Date) => {
      const call = calls++
      await Promise.resolve()
      if (failing.includes(call)) {
        throw new Error('Network connection lost.')
      }
      written.push(Number(at))
    },
  }
}

describe('Setting an alarm', () => {
  test('twice at once sets it for both, though the first fails', async () => {
    const storage = storageWith([0])
    const setter = new AlarmSetter(storage)
    const [first, second] = await Promise.allSettled([setter.arm(NOW + 1_000), setter.arm(NOW + 2_000)])
    expect([first.status, second.status, storage.written]).toEqual(['rejected', 'fulfilled', [NOW + 2_000]])
  })

  test('for later keeps the earlier one, whichever was asked for first', async () => {
    const storage = storageWith()
    const setter = new AlarmSetter(storage)
    await Promise.all([setter.arm(NOW + 2_000), setter.arm(NOW + 1_000), setter.arm(NOW + 3_000)])
    expect(storage.written).toEqual([NOW + 2_000, NOW + 1_000])
  })

  test('keeps what an earlier life of the object set, unless that was lost', async () => {
    const kept = storageWith([], NOW + 500)
    await new AlarmSetter(kept).arm(NOW + 1_000)
    expect(kept.written).toEqual([])
    const lost = storageWith([], NOW - 3 * 60_000)
    await new AlarmSetter(lost).arm(NOW + 1_000)
    expect(lost.written).toEqual([NOW + 1_000])
  })

  test('after it rang sets another', async () => {
    const storage = storageWith()
    const setter = new AlarmSetter(storage)
    await setter.arm(NOW + 1_000)
    setter.noteRing()
    storage.written.length = 0
    await setter.arm(NOW + 2_000)
    expect(storage.written).toEqual([NOW + 2_000])
  })
})
