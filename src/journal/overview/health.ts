/** How a journal is doing, for the status page. Times are epoch ms. */

import { FAILED } from '../../model/outcome'
import type { JournalStore } from '../journal-store'
import { readRefusals } from './refusals'

export interface JournalHealth {
  /** Firings that come back by themselves. */
  waiting: number
  /** Firings that go on once their cause is mended, or at a person's click. */
  parked: number
  /** Since when the oldest of both waits; null when none does. */
  oldestWaiting: number | null
  /** Failed in the last hour, as far as the newest 1,000 entries tell; what a person gave up is no failure. */
  failuresLastHour: number
  /** Events kept here because the queue refused them. */
  unqueued: number
  lastEvent: number | null
  /** Posts refused at its endpoints, ever. */
  refused: number
}

const HOUR_MS = 3_600_000
const COUNTED_OUTCOMES = FAILED.filter((outcome) => outcome !== 'given up')

export function readHealth(store: JournalStore, now: number): JournalHealth {
  const open = store.waiting.listOpen()
  const written = store.sql.exec<{ id: string; since: number }>('SELECT id, since FROM waiting').toArray()
  const since = new Map(written.map((row) => [row.id, row.since]))
  let oldest: number | null = null
  for (const { id, receivedAt } of open.values()) {
    oldest = Math.min(oldest ?? now, since.get(id) ?? receivedAt)
  }
  const parked = store.waiting.listParked().length
  return {
    waiting: open.size - parked,
    parked,
    oldestWaiting: oldest,
    failuresLastHour: countFailures(store.sql, now - HOUR_MS),
    unqueued: store.outbox.size(),
    lastEvent: store.log.lastReceived,
    refused: readRefusals(store.sql).count,
  }
}

function countFailures(sql: SqlStorage, since: number): number {
  const { failed } = sql
    .exec<{ failed: number }>(
      'SELECT count(*) AS failed FROM log WHERE at >= ? AND outcome IN (SELECT value FROM json_each(?))',
      ...[since, JSON.stringify(COUNTED_OUTCOMES)],
    )
    .one()
  return failed
}
