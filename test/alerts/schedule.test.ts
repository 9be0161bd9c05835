import { describe, expect, test } from 'vitest'
import { digestTimes, endOfQuiet, isDigestDue, isQuiet } from '../../src/alerts/schedule'
import { mayNeedPerson } from '../../src/model/outcome'

const NIGHT = { from: 22, until: 7 }
const HOUR_MS = 3_600_000
const at = (text: string) => Date.parse(text)

describe('quiet hours', () => {
  test.each([
    ['2026-11-23T21:59:00Z', NIGHT, 'UTC', false],
    ['2026-11-23T22:00:00Z', NIGHT, 'UTC', true],
    ['2026-11-24T06:59:00Z', NIGHT, 'UTC', true],
    ['2026-11-24T07:00:00Z', NIGHT, 'UTC', false],
    ['2026-11-23T13:30:00Z', { from: 12, until: 14 }, 'UTC', true],
    ['2026-11-23T16:30:00Z', NIGHT, 'Asia/Kolkata', true],
    ['2026-11-23T16:29:00Z', NIGHT, 'Asia/Kolkata', false],
    ['2026-11-23T12:00:00Z', { from: 7, until: 7 }, 'UTC', false],
    ['2026-11-23T12:00:00Z', null, 'UTC', false],
  ])('%s with %j in %s: %s', (moment, quiet, zone, expected) => {
    expect(isQuiet(at(moment), quiet, zone)).toBe(expected)
  })

  test('end by the zone’s clocks, also on a night that they are set back', () => {
    expect(endOfQuiet(at('2026-10-24T22:30:00Z'), NIGHT, 'Europe/Vienna')).toBe(at('2026-10-25T06:00:00Z'))
    expect(endOfQuiet(at('2026-11-23T12:00:00Z'), NIGHT, 'UTC')).toBe(at('2026-11-23T12:00:00Z'))
  })
})

describe('Schedules', () => {
  test('a digest’s times are a week apart, by the zone’s clocks', () => {
    const time = { weekday: 1, hour: 9 }
    expect(digestTimes(at('2026-11-23T09:00:00Z'), time, 'UTC')).toEqual({
      last: at('2026-11-23T09:00:00Z'),
      next: at('2026-11-30T09:00:00Z'),
    })
    expect(digestTimes(at('2026-10-22T12:00:00Z'), time, 'Europe/Vienna')).toEqual({
      last: at('2026-10-19T07:00:00Z'),
      next: at('2026-10-26T08:00:00Z'),
    })
  })

  test.each([
    ['set forward', 'Europe/Vienna', '2026-03-29T12:00:00Z', 9, '2026-03-29T07:00:00Z', '2026-04-05T07:00:00Z'],
    ['set back', 'Europe/Vienna', '2026-10-25T12:00:00Z', 9, '2026-10-25T08:00:00Z', '2026-11-01T08:00:00Z'],
    ['set forward', 'America/New_York', '2026-03-08T22:00:00Z', 9, '2026-03-08T13:00:00Z', '2026-03-15T13:00:00Z'],
    [
      'set forward in that hour',
      'America/New_York',
      '2026-03-08T22:00:00Z',
      2,
      '2026-03-08T07:00:00Z',
      '2026-03-15T06:00:00Z',
    ],
    ['set back', 'Australia/Sydney', '2026-04-05T12:00:00Z', 9, '2026-04-04T23:00:00Z', '2026-04-11T23:00:00Z'],
  ])('a Sunday’s digest keeps its hour on the day the clocks are %s (%s)', (_, zone, now, hour, last, next) => {
    expect(digestTimes(at(now), { weekday: 0, hour }, zone)).toEqual({ last: at(last), next: at(next) })
  })

  test('a digest that could not be made for six hours is left out', () => {
    const due = at('2026-11-23T09:00:00Z')
    const isDue = (late: number) => isDigestDue(due + late, { weekday: 1, hour: 9 }, 'UTC', due - 1)
    expect([isDue(-1), isDue(0), isDue(6 * HOUR_MS - 1), isDue(6 * HOUR_MS)]).toEqual([false, true, true, false])
    expect(isDigestDue(due, { weekday: 1, hour: 9 }, 'UTC', due)).toBe(false)
  })

  test('what goes well calls for no look at alerts', () => {
    const settled = { final: true as const, sentence: '', attempts: [] }
    const waiting = { final: false as const, at: 0, reason: 'held' as const, sentence: '', attempts: [] }
    expect(mayNeedPerson({ ...settled, outcome: 'enrolled' })).toBe(false)
    expect(mayNeedPerson({ ...settled, outcome: 'no rule' })).toBe(false)
    expect(mayNeedPerson({ ...waiting, parked: false })).toBe(false)
    expect(mayNeedPerson({ ...waiting, parked: true })).toBe(true)
    expect(mayNeedPerson({ ...settled, outcome: 'unclear' })).toBe(true)
    expect(mayNeedPerson({ ...settled, outcome: 'target missing' })).toBe(true)
  })
})
