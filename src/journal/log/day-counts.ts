/**
 * Outcomes counted per day (UTC): what became of the events that happened on it, however late they were told or done.
 * The running day's counts ride on every log row, so counting costs no row of its own; a day gets its row when another
 * one's turn comes, or when the log row that carries its counts is taken out.
 */

import type { FinalOutcome } from '../../model/outcome'
import type { DayCounts } from '../queries'

/** A day as kept: its counts, and the longest silence before an event that came on it, ms. */
export interface DayRecord extends DayCounts {
  gap: number
}

const DAY_MS = 86_400_000
const KEPT_DAYS = 400
/** Fewer days on which events came than this tell nothing about a usual gap. */
const LEAST_DAYS = 3

export class DayCounter {
  readonly sql: SqlStorage
  current: DayRecord | null

  /** @param newest the counts on the newest log row */
  constructor(sql: SqlStorage, newest: DayRecord | null) {
    this.sql = sql
    const kept = newest === null ? null : this.#loadDay(newest.day)
    this.current = newest !== null && kept !== null && countOutcomes(kept) >= countOutcomes(newest) ? kept : newest
  }

  /** Counts an outcome on the day its event happened, and answers that day, to be written with the log row. */
  add(outcome: FinalOutcome, happened: number): DayRecord {
    const day = this.#findDay(toDay(happened))
    return this.#makeCurrent({ ...day, outcomes: { ...day.outcomes, [outcome]: (day.outcomes[outcome] ?? 0) + 1 } })
  }

  /** Notes on the day of an event's coming how long it was silent before, ms. */
  noteGap(gap: number, at: number): void {
    const day = this.#findDay(toDay(at))
    if (gap > day.gap) {
      this.#makeCurrent({ ...day, gap })
    }
  }

  /** Gives the running day its row. */
  saveCurrent(): void {
    if (this.current === null) {
      return
    }
    const text = JSON.stringify(this.current)
    this.sql.exec('INSERT INTO days VALUES (?1, ?2) ON CONFLICT DO UPDATE SET counts = ?2', this.current.day, text)
  }

  /** The last `count` days up to today, oldest first; days without entries are empty. */
  listLast(count: number, now: number): DayRecord[] {
    const first = toDay(now - (count - 1) * DAY_MS)
    const rows = this.sql.exec<{ counts: string }>('SELECT counts FROM days WHERE day >= ?', first).toArray()
    const known = new Map(rows.map((row) => JSON.parse(row.counts) as DayRecord).map((day) => [day.day, day]))
    if (this.current !== null) {
      known.set(this.current.day, this.current)
    }
    return Array.from({ length: count }, (_, index) => {
      const day = toDay(now - (count - 1 - index) * DAY_MS)
      return known.get(day) ?? emptyDay(day)
    })
  }

  forget(now: number): void {
    this.sql.exec('DELETE FROM days WHERE day < ?', toDay(now - KEPT_DAYS * DAY_MS))
  }

  #findDay(day: string): DayRecord {
    return this.current?.day === day ? this.current : (this.#loadDay(day) ?? emptyDay(day))
  }

  /** Makes a day the running one. */
  #makeCurrent(day: DayRecord): DayRecord {
    if (this.current !== null && this.current.day !== day.day) {
      this.saveCurrent()
    }
    this.current = day
    return day
  }

  #loadDay(day: string): DayRecord | null {
    const [row] = this.sql.exec<{ counts: string }>('SELECT counts FROM days WHERE day = ?', day).toArray()
    return row === undefined ? null : (JSON.parse(row.counts) as DayRecord)
  }
}

/** The longest silence of the days given, ms; null until there were enough days to tell. */
export function findUsualGap(days: DayRecord[]): number | null {
  const gaps = days.map((day) => day.gap).filter((gap) => gap > 0)
  return gaps.length < LEAST_DAYS ? null : Math.max(...gaps)
}

function emptyDay(day: string): DayRecord {
  return { day, outcomes: {}, gap: 0 }
}

function countOutcomes(day: DayRecord): number {
  return Object.values(day.outcomes).reduce((sum, count) => sum + count, 0)
}

function toDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
