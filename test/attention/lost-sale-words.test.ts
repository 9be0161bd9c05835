import { describe, expect, test } from 'vitest'
import { alarmOfLostSales, fixAllLostSales } from '../../src/attention/lost-sale-words'

const found = (...counts: { kind: 'paid' | 'refunded'; count: number }[]) =>
  alarmOfLostSales({ counts } as Parameters<typeof alarmOfLostSales>[0])

describe('Lost sales in words', () => {
  test('a button for all says what it does, and for how many', () => {
    expect(fixAllLostSales('paid', 3)).toBe('Enroll all 3')
    expect(fixAllLostSales('refunded', 2)).toBe('End access for all 2')
  })

  test('who paid comes before who was refunded', () => {
    const alarm = found({ kind: 'refunded', count: 1 }, { kind: 'paid', count: 3 })
    expect(alarm).toMatchObject({ tone: 'bad', title: '3 paid, never reported', count: 4 })
    expect(alarm?.text).toContain('Also never reported: 1 refunded.')
    expect(found({ kind: 'refunded', count: 1 })?.tone).toBe('wait')
    expect(found()).toBeNull()
  })
})
