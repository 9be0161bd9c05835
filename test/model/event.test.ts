import { describe, expect, test } from 'vitest'
import { reportsOf, toStoredReports } from '../../src/model/event'

describe('What an event’s sender reports', () => {
  test('is read in the form of 0.1.0 as well', () => {
    expect(reportsOf({ tells: 'triggers' })).toBe('triggers')
    expect(reportsOf(toStoredReports('facts'))).toBe('facts')
  })

  test('is stored in the form of 0.1.0 as well', () => {
    expect(toStoredReports('triggers')).toEqual({ reports: 'triggers', tells: 'triggers' })
  })
})
