import { describe, expect, test } from 'vitest'
import type { LogRow } from '../../../src/journal/queries'
import { toCsv } from '../../../src/web/logs/csv'
import { logRow } from './log-row'

function lastLine(changes: Partial<LogRow>): string {
  return (
    toCsv([logRow(changes)])
      .trimEnd()
      .split('\r\n')
      .at(-1) ?? ''
  )
}

describe('The log as CSV', () => {
  test('a line holds every word of an entry', () => {
    const line = lastLine({ outcome: 'kept', sentence: 'Course Two stays open.', orderId: '19026152' })
    for (const word of ['"kept"', '"Course Two stays open."', '"Product Purchased"', '"19026152"', '"Ada Byron"']) {
      expect(line).toContain(word)
    }
  })

  test('a customer’s name cannot become a formula', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', '＝']) {
      const name = `${start}HYPERLINK("http://example.com")`
      expect(lastLine({ customer: { email: 'a@example.com', name } })).toContain(`"'${start}HYPERLINK(""http`)
    }
  })

  test('quotes and line ends stay inside their cell', () => {
    const csv = toCsv([logRow({ sentence: 'She said "no",\r\nthen left.' })])
    expect(csv).toContain('"She said ""no"",\r\nthen left."')
  })

  test('begins with a byte order mark, so that Excel reads UTF-8', () => {
    expect(toCsv([]).charCodeAt(0)).toBe(0xfeff)
  })
})
