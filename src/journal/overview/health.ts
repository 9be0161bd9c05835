/** For the status page. Times are epoch ms. */

import { FAILED } from '../../model/outcome'
import type { JournalStore } from '../journal-store'

export interface JournalHealth {
  /** Firings that will be retried automatically. */
  waiting: number
  /** Firings that resume once the cause is fixed or a person retries them. */
  parked: number
  /** Oldest waiting or parked firing; null when there is none. */
  oldestWaiting: number | null
  /** Within the newest 1,000 entries; excludes what a person gave up. */
  failuresLastHour: number
  /** Events the queue refused. */
  unqueued: number
  lastEvent: number | null
  /** Posts refused at the endpoints since the journal began. */
  refused: number
}

const HOUR_MS = 3_600_000
const COUNTED = JSON.stringify(FAILED.filter((outcome) => outcome !== 'given up'))

export function readHealth(store: JournalStore, now: number): JournalHealth {
  const { parked } = store.sql.exec<{ parked: number }>('SELECT count(*) AS parked FROM waiting WHERE parked = 1').one()
  return {
    waiting: Math.max(store.waiting.listOpen().size - parked, 0),
    parked,
    oldestWaiting: store.waiting.findOldest(),
    failuresLastHour: countFailedSince(store.sql, now - HOUR_MS),
    unqueued: store.outbox.size(),
    lastEvent: store.log.lastReceived,
    refused: store.refusals.summary.count,
  }
}

/** Entries that ended since as failures; one that failed again counts once. */
export function countFailedSince(sql: SqlStorage, since: number): number {
  const { failed } = sql
    .exec<{ failed: number }>(
      'SELECT count(*) AS failed FROM log WHERE at >= ? AND outcome IN (SELECT value FROM json_each(?))',
      ...[since, COUNTED],
    )
    .one()
  return failed
}
