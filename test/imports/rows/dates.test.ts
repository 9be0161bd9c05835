import { describe, expect, test } from 'vitest'
import { guessStyle, noteDate, parseDate } from '../../../src/imports/rows/dates'
import type { DateEvidence } from '../../../src/journal/imports/import-record'

const day = (text: string, style: Parameters<typeof parseDate>[1] = null, zone = 'UTC') => {
  const found = parseDate(text, style, zone)
  return found === null ? null : new Date(found.at).toISOString()
}

describe('dates of files', () => {
  test.each([
    ['2026-05-03', '2026-05-03T00:00:00.000Z'],
    ['2026-05-03 10:15:30', '2026-05-03T10:15:30.000Z'],
    ['2026-05-03T10:15:30Z', '2026-05-03T10:15:30.000Z'],
    ['2026-05-03T10:15:30.123+02:00', '2026-05-03T08:15:30.000Z'],
    ['2026/5/3', '2026-05-03T00:00:00.000Z'],
    ['May 3, 2026', '2026-05-03T00:00:00.000Z'],
    ['Sun, May 3rd 2026 at 10:15 pm', '2026-05-03T22:15:00.000Z'],
    ['3 May 2026', '2026-05-03T00:00:00.000Z'],
    ['03-May-2026 12:05 am', '2026-05-03T00:05:00.000Z'],
    ['1777803330', '2026-05-03T10:15:30.000Z'],
    ['1777803330000', '2026-05-03T10:15:30.000Z'],
    ['20260503', '2026-05-03T00:00:00.000Z'],
    ['2026-05-03 24:00', '2026-05-04T00:00:00.000Z'],
    ['2026-05-03 0:15 AM', '2026-05-03T00:15:00.000Z'],
    ['2026-05-03 12:15 AM', '2026-05-03T00:15:00.000Z'],
    ['2026-05-03 12:15 PM', '2026-05-03T12:15:00.000Z'],
    ['2026-05-03 13:15 PM', '2026-05-03T13:15:00.000Z'],
    ['2026-05-03 10:15:30 +0000 UTC', '2026-05-03T10:15:30.000Z'],
    ['2026-05-03 10:15:30-04', '2026-05-03T14:15:30.000Z'],
    ['Sun May 03 2026 10:15:30 GMT+0200 (Central European Summer Time)', '2026-05-03T08:15:30.000Z'],
    ['46145', '2026-05-03T00:00:00.000Z'],
    ['46145.5', '2026-05-03T12:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(day(text)).toBe(expected)
  })

  test('of two numbers that may be day and month are read as a person says', () => {
    expect(day('5/3/2026', 'month first')).toBe('2026-05-03T00:00:00.000Z')
    expect(day('5/3/2026', 'day first')).toBe('2026-03-05T00:00:00.000Z')
    expect(day('05.03.26', 'day first')).toBe('2026-03-05T00:00:00.000Z')
    expect(day('5/3/2026')).toBeNull()
  })

  test('without a zone are of the marketplace’s', () => {
    expect(day('2026-05-03', null, 'America/New_York')).toBe('2026-05-03T04:00:00.000Z')
    expect(day('5/3/2026 8:30 PM', 'month first', 'Europe/Vienna')).toBe('2026-05-03T18:30:00.000Z')
  })

  test.each([
    '',
    'soon',
    '2026-02-30',
    '13/25/2026',
    '2026-05-03 25:00',
    '2026-05-03 24:01',
    '2026-05-03 13:15 am',
    '2026-05-03 10:15 EST',
    '12',
  ])('“%s” is none', (text) => {
    expect(day(text, 'month first')).toBeNull()
  })

  test('say themselves which number is the day, unless all could be either', () => {
    const evidence = (texts: string[]) =>
      [texts.reduce<DateEvidence | null>(noteDate, null)].filter((one) => one !== null)
    expect(guessStyle(evidence(['5/3/2026', '5/13/2026']))).toBe('month first')
    expect(guessStyle(evidence(['3.5.2026', '13.5.2026']))).toBe('day first')
    expect(guessStyle(evidence(['5/3/2026', '4/4/2026']))).toBeNull()
    expect(guessStyle(evidence(['13/5/2026', '5/13/2026']))).toBeNull()
    expect(evidence(['2026-05-03', 'May 3, 2026'])).toEqual([])
  })
})
