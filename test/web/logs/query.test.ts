import { describe, expect, test } from 'vitest'
import { parseFilters, toFailedQuery, toQuery } from '../../../src/web/logs/query'
import { filteredAddress, NO_FILTERS } from '../../../views/logs/filters'

/** Monday, half past midnight in Berlin; still Sunday in New York. */
const NOW = Date.parse('2026-11-22T23:30:00Z')

describe('what an address asks of the log', () => {
  test('asks everything it names and nothing else', () => {
    const filters = parseFilters({ search: ' ada ', outcome: 'kept', trigger: 'product.refunded', page: '7' })
    expect(filters).toEqual({ ...NO_FILTERS, search: ' ada ', outcome: 'kept', trigger: 'product.refunded' })
    expect(toQuery(filters, { zone: 'UTC', now: NOW })).toEqual({
      search: 'ada',
      outcome: 'kept',
      trigger: 'product.refunded',
      integration: undefined,
      product: undefined,
      from: undefined,
      until: undefined,
    })
  })

  test('ignores values that no control offers', () => {
    const query = toQuery(parseFilters({ outcome: 'nonsense', trigger: 'order.shipped', from: 'yesterday' }), {
      zone: 'UTC',
      now: NOW,
    })
    expect([query.outcome, query.trigger, query.from]).toEqual([undefined, undefined, undefined])
  })

  test('means whole days in the viewer’s time zone', () => {
    const query = toQuery(parseFilters({ from: '2026-11-20', until: '2026-11-20' }), {
      zone: 'America/New_York',
      now: NOW,
    })
    expect(query.from).toBe(Date.parse('2026-11-20T05:00:00Z'))
    expect(query.until).toBe(Date.parse('2026-11-21T05:00:00Z'))
  })

  test('a span counts whole days back from the viewer’s today, unless dates are given', () => {
    const spanOf = (span: string, zone: string, dates = {}) => {
      const { from, until } = toQuery(parseFilters({ span, ...dates }), { zone, now: NOW })
      return [from, until].map((at) => at && new Date(at).toISOString().slice(0, 16))
    }
    expect(spanOf('yesterday', 'Europe/Berlin')).toEqual(['2026-11-21T23:00', '2026-11-22T23:00'])
    expect(spanOf('yesterday', 'America/New_York')).toEqual(['2026-11-21T05:00', '2026-11-22T05:00'])
    expect(spanOf('week', 'UTC')).toEqual(['2026-11-16T00:00', '2026-11-23T00:00'])
    expect(spanOf('week', 'UTC', { from: '2026-11-01' })).toEqual(['2026-11-01T00:00', undefined])
    expect(spanOf('someday', 'UTC')).toEqual([undefined, undefined])
  })

  test('a day that changes clocks has 25 hours', () => {
    const query = toQuery(parseFilters({ from: '2026-10-25', until: '2026-10-25' }), {
      zone: 'Europe/Berlin',
      now: NOW,
    })
    expect((query.until ?? 0) - (query.from ?? 0)).toBe(25 * 3_600_000)
  })

  test('writes back only what is asked', () => {
    expect(filteredAddress('/m/x/logs', NO_FILTERS)).toBe('/m/x/logs')
    expect(filteredAddress('/m/x/logs', { ...NO_FILTERS, search: 'a&b', outcome: 'kept' })).toBe(
      '/m/x/logs?search=a%26b&outcome=kept',
    )
  })
})

describe('Retry all failed', () => {
  test('is about the failed part of what is shown', () => {
    expect(toFailedQuery({ search: 'ada' })).toEqual({ search: 'ada', outcome: 'failed' })
    expect(toFailedQuery({ outcome: 'target missing' })).toEqual({ outcome: 'target missing' })
  })

  test('is not offered for what did not fail', () => {
    expect(toFailedQuery({ outcome: 'kept' })).toBeNull()
    expect(toFailedQuery({ outcome: 'waiting' })).toBeNull()
  })
})
