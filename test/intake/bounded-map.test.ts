import { describe, expect, test } from 'vitest'
import { BoundedMap } from '../../src/intake/bounded-map'

describe('A bounded map', () => {
  test('keeps the newest half at least, and never more than it may', () => {
    const memory = new BoundedMap<number>(10)
    for (let n = 1; n <= 1_000; n += 1) {
      memory.set(`k${n}`, n)
      for (let newest = Math.max(1, n - 4); newest <= n; newest += 1) {
        expect(memory.get(`k${newest}`)).toBe(newest)
      }
      expect(memory.get(`k${n - 10}`)).toBeUndefined()
    }
  })

  test('knows the latest of one name, also when that was known before', () => {
    const memory = new BoundedMap<number>(4)
    for (const n of [1, 2, 3, 4, 5]) {
      memory.set('same', n)
    }
    expect(memory.get('same')).toBe(5)
    memory.set('other', 1)
    expect(memory.get('same')).toBe(5)
  })
})
