import { describe, expect, test } from 'vitest'
import { parseFilters, toFailedQuery, toQuery } from '../../../src/web/logs/query'
import { filteredAddress, NO_FILTERS } from '../../../views/logs/filters'

describe('what an address asks of the log', () => {
  test('asks everything it names and nothing else', () => {
    const filters = parseFilters({ search: ' ada ', outcome: 'kept', trigger: 'product.refunded', page: '7' })
    expect(filters).toEqual({ ...NO_FILTERS, search: ' ada ', outcome: 'kept', trigger: 'product.refunded' })
    expect(toQuery(filters, 'UTC')).toEqual({
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
    const query = toQuery(parseFilters({ outcome: 'nonsense', trigger: 'order.shipped', from: 'yesterday' }), 'UTC')
    expect([query.outcome, query.trigger, query.from]).toEqual([undefined, undefined, undefined])
  })

  test('means whole days in the viewer’s time zone', () => {
    const query = toQuery(parseFilters({ from: '2026-11-20', until: '2026-11-20' }), 'America/New_York')
    expect(query.from).toBe(Date.parse('2026-11-20T05:00:00Z'))
    expect(query.until).toBe(Date.parse('2026-11-21T05:00:00Z'))
  })

  test('a day that changes clocks has 25 hours', () => {
    const query = toQuery(parseFilters({ from: '2026-10-25', until: '2026-10-25' }), 'Europe/Berlin')
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
