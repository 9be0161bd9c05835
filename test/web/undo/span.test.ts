import { describe, expect, test } from 'vitest'
import { readSpan } from '../../../src/web/undo/span'

const NOW = Date.UTC(2027, 0, 1)
const spanOf = (from: string, until: string) => {
  const { span } = readSpan({ from, until }, { zone: 'Europe/Vienna', now: NOW })
  return span && [span.from, span.until].map((at) => new Date(at).toISOString().slice(0, 16))
}

describe('A span of an undo, typed in a person’s own zone', () => {
  test('takes in both hours where the clocks show one twice, at either end', () => {
    expect(spanOf('2026-10-25T02:30', '2026-10-25T12:00')).toEqual(['2026-10-25T00:30', '2026-10-25T11:00'])
    expect(spanOf('2026-10-25T00:00', '2026-10-25T02:30')).toEqual(['2026-10-24T22:00', '2026-10-25T01:30'])
    expect(spanOf('2026-10-25T03:00', '2026-10-25T04:00')).toEqual(['2026-10-25T02:00', '2026-10-25T03:00'])
  })

  test('means the hour after one that the clocks skip, and every other minute as it is shown', () => {
    expect(spanOf('2026-03-29T02:30', '2026-03-29T12:07')).toEqual(['2026-03-29T01:30', '2026-03-29T10:07'])
    expect(spanOf('2026-05-02T10:07', '2026-05-02T23:59')).toEqual(['2026-05-02T08:07', '2026-05-02T21:59'])
  })
})
