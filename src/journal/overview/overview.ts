import { FAILED, type FinalOutcome } from '../../model/outcome'
import type { JournalStore } from '../journal-store'
import { findUsualGap } from '../log/day-counts'
import { IS_OPEN, openSince } from '../log/log'
import { findEntries } from '../log/search'
import type { LogPage, LogQuery, LogRow, OverviewFacts, ReceivedEvent } from '../queries'
import { listFailingChannels } from '../storage/alert-records'
import { readFact } from '../storage/facts'
import { groupParked } from '../waiting/release'
import { listEndedHolds } from './ended-holds'
import { countFailedSince } from './health'
import { OVERVIEW_DAYS } from './overview-days'

const MOST_WAITING = 40
/** Silence is reported after this many times the usual gap, and never within a day. */
const SILENT_GAPS = 2
const DAY_MS = 86_400_000
const SILENT_AT_LEAST_MS = DAY_MS

export function readOverview(store: JournalStore, now: number): OverviewFacts {
  const { lastEvent, oldest } = findBounds(store)
  // The days up to the last event: otherwise a silence of 30 days would leave no gap to measure it by, and end.
  const silentDays = Math.floor((now - (lastEvent ?? now)) / DAY_MS)
  const known = store.log.counts.listLast(OVERVIEW_DAYS + silentDays, now)
  const days = known.slice(-OVERVIEW_DAYS)
  const gap = findUsualGap(known)
  const parked = groupParked(store.waiting)
  const idle = parked.reduce((sum, group) => sum + group.count, 0) + store.waiting.rows.countForLater()
  const waiting = Math.max(store.waiting.listOpen().size - idle, 0)
  const rush = store.backlog.current(waiting, now)
  return {
    lastEvent,
    usualGap: gap,
    silent: lastEvent !== null && gap !== null && now - lastEvent > Math.max(gap * SILENT_GAPS, SILENT_AT_LEAST_MS),
    waiting,
    parked,
    failed: countOpen(store, FAILED, now),
    failedToday: countFailedSince(store.sql, now - (now % DAY_MS)),
    unclear: countOpen(store, ['unclear'], now),
    days: days.map(({ day, outcomes }) => ({ day, outcomes })),
    backlog: rush === null ? null : { since: rush.since, done: store.log.finals - rush.finals, waiting },
    logSize: store.log.size,
    oldest,
    fallback: store.outbox.size(),
    refused: store.refusals.summary.count,
    refusedToday: store.refusals.findSince(now - DAY_MS),
    bytes: store.sql.databaseSize,
    endedHolds: listEndedHolds(store, now),
    failingChannels: listFailingChannels(store.sql),
    lostSales: { counts: store.lostSales.count(), problem: readFact(store.sql, 'lost sales')?.problem ?? null },
  }
}

/** The first page starts with the waiting entries. */
export function readLog(store: JournalStore, query: LogQuery): LogPage {
  const { rows, found, next } = findEntries(store.sql, query)
  const waiting = query.after === undefined ? store.waiting.find(query, MOST_WAITING) : { rows: [], found: 0 }
  return {
    waiting: waiting.rows,
    waitingFound: waiting.found,
    rows,
    found,
    logSize: store.log.size,
    ...findBounds(store),
    next,
  }
}

export function listReceived(store: JournalStore, limit: number): ReceivedEvent[] {
  const open = store.waiting.listNewest(limit * 2)
  const final = store.sql
    .exec<{ line: string }>('SELECT line FROM log ORDER BY received DESC LIMIT ?', limit * 2)
    .toArray()
    .map((row) => JSON.parse(row.line) as (typeof open)[number])
  const newest = [...open, ...final].sort((a, b) => b.receivedAt - a.receivedAt)
  const events = new Map<string, ReceivedEvent>()
  for (const line of newest) {
    if (events.has(line.event)) {
      continue
    }
    const {
      event,
      id,
      receivedAt,
      trigger,
      said = trigger,
      typeWord,
      customer,
      product,
      action,
      outcome,
      sentence,
    } = line
    const about = { event, entry: id, receivedAt, type: said, typeWord, product, action, outcome, sentence }
    events.set(event, { ...about, customer: customer?.email ?? null })
  }
  return [...events.values()].slice(0, limit)
}

function findBounds(store: JournalStore): { oldest: number | null; lastEvent: number | null } {
  const { oldest } = store.sql.exec<{ oldest: number | null }>('SELECT min(at) AS oldest FROM log').one()
  let open = 0
  for (const { madeHere, receivedAt } of store.waiting.listOpen().values()) {
    open = madeHere ? open : receivedAt
  }
  const lastEvent = Math.max(store.log.lastReceived ?? 0, open)
  return { oldest, lastEvent: lastEvent === 0 ? null : lastEvent }
}

function countOpen({ sql }: JournalStore, outcomes: readonly FinalOutcome[], now: number): OverviewFacts['failed'] {
  const rows = sql
    .exec<{ line: string }>(
      `SELECT line FROM log WHERE ${IS_OPEN} AND outcome IN (SELECT value FROM json_each(?)) ORDER BY seq DESC`,
      ...[...openSince(now), JSON.stringify(outcomes)],
    )
    .toArray()
  const [newest] = rows
  if (newest === undefined) {
    return null
  }
  const { id, customer, sentence } = JSON.parse(newest.line) as LogRow
  return { count: rows.length, newest: { id, who: customer?.name ?? customer?.email ?? null, sentence } }
}
