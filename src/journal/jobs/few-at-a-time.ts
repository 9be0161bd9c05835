/**
 * For jobs that run firings: only a few are under way at a time, so that live events never queue behind them. The next
 * one starts when one is settled, which is the site's own pace.
 */

import { isOpenEnded } from '../../model/resolution'
import type { JournalStore } from '../journal-store'
import type { Result } from '../receipts/receipt'

/** A live event waits for these at most. */
export const AT_ONCE = 20
export const LOOK_AGAIN_MS = 1_000

/** How the event of a receipt fares, or those results of it. Access that begins later is granted already. */
export function readRun(
  store: JournalStore,
  receipt: string,
  ofRun: (results: Result[]) => Result[] = (results) => results,
): { state: 'open' | 'failed' | 'settled'; results: Result[] } {
  const found = store.receipts.loadReadable(receipt)
  if (found === null) {
    return { state: 'settled', results: [] }
  }
  const results = ofRun(found.results)
  if (found.replay !== null || results.some(({ outcome, granted }) => outcome === null && granted !== true)) {
    return { state: 'open', results }
  }
  return { state: results.some(isOpenEnded) ? 'failed' : 'settled', results }
}
