import { describe, expect, test } from 'vitest'
import { explainTimestamp } from '../../../src/intake/senders/signature-timestamp'

const NOW = Date.UTC(2026, 10, 20, 10)
const SECONDS = NOW / 1000

describe('a timestamp', () => {
  test.each([0, 299, 300, -300])('%i seconds away is in time', (away) => {
    expect(explainTimestamp(String(SECONDS + away), NOW + 999)).toBeNull()
  })

  test.each<[string, string, string]>([
    ['301 seconds ahead', String(SECONDS + 301), 'more than five minutes ahead of our clock'],
    ['301 seconds behind', String(SECONDS - 301), 'more than five minutes behind our clock'],
    ['in milliseconds', String(NOW), 'is in milliseconds'],
    ['in milliseconds with decimals', `${NOW}.25`, 'is in milliseconds'],
    ['in microseconds', `${NOW}000`, 'is in microseconds. Send whole seconds: divide it by 1,000,000'],
    ['in nanoseconds', `${NOW}000000`, 'is in nanoseconds'],
    ['with decimals, as Python’s time() has them', `${SECONDS}.5`, 'has decimals'],
    ['empty', '', 'is empty'],
    ...[new Date(NOW).toISOString(), new Date(NOW).toUTCString(), '20.11.2026', '11/20/2026', 'Nov 20, 2026'].map(
      (text) => [`the date ${text}`, text, 'is a date'] satisfies [string, string, string],
    ),
    ...['soon', `${SECONDS}x`, `+${SECONDS}`, '9'.repeat(400)].map(
      (text) => [`“${text.slice(0, 12)}”`, text, 'is not a whole number of seconds'] satisfies [string, string, string],
    ),
  ])('%s is refused with what to change', (_, timestamp, words) => {
    expect(explainTimestamp(timestamp, NOW)).toContain(words)
  })
})
