/** What follows where a call of a reading has no answer. Pure. */
import type { SiteReading } from '../../integrations/reconciler'

interface Retry {
  /** In a row, this one included. */
  failures: number
  waitMs: number
}

/** Null where it is not made again: it never succeeds, or failed as often as there are delays. */
export function retryReading(
  reading: Exclude<SiteReading<unknown>, { state: 'read' }>,
  failures: number,
  delaysMs: readonly number[],
  now: number,
): Retry | null {
  switch (reading.state) {
    case 'refused':
      return null
    case 'failed': {
      const waitMs = delaysMs[failures]
      return waitMs === undefined ? null : { failures: failures + 1, waitMs }
    }
    default:
      return { failures, waitMs: Math.max(reading.at - now, 0) }
  }
}
