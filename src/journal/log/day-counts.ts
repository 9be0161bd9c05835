/**
 * Outcomes per UTC day on which their events happened, however late they were reported or settled. The current day's
 * counts are stored in every log row, so counting writes no row of its own; a day gets its row when another day becomes
 * current, or when the log row that carries its counts is removed.
 */

import type { FinalOutcome } from '../../model/outcome'
import type { DayCounts } from '../queries'

/** `gap`: longest silence before an event received that day, ms. */
export interface DayRecord extends DayCounts {
  gap: number
  /** How often its outcomes changed; absent in what earlier releases wrote, which only added. */
  changes?: number
}

const DAY_MS = 86_400_000
const KEPT_DAYS = 400
/** Days with events needed before a usual gap is known. */
const LEAST_DAYS = 3

export class DayCounter {
  readonly sql: SqlStorage
  current: DayRecord | null

  /** @param newest counts stored in the newest log row */
  constructor(sql: SqlStorage, newest: DayRecord | null) {
    this.sql = sql
    const kept = newest === null ? null : this.#loadDay(newest.day)
    this.current = newest !== null && kept !== null && countChanges(kept) >= countChanges(newest) ? kept : newest
  }

  /** Counts an outcome on the day its event happened; returns that day, for the log row. */
  add(outcome: FinalOutcome, happened: number): DayRecord {
    return this.#change(outcome, happened, 1)
  }

  /** Takes back what an entry counted that has another end, or runs again. */
  takeBack(outcome: FinalOutcome, happened: number): void {
    if (this.#findDay(toDay(happened)).outcomes[outcome]) {
      this.#change(outcome, happened, -1)
    }
  }

  /** @param gap ms without events before the one received at `at` */
  noteGap(gap: number, at: number): void {
    const day = this.#findDay(toDay(at))
    if (gap > day.gap) {
      this.#makeCurrent({ ...day, gap })
    }
  }

  saveCurrent(): void {
    if (this.current === null) {
      return
    }
    const text = JSON.stringify(this.current)
    this.sql.exec('INSERT INTO days VALUES (?1, ?2) ON CONFLICT DO UPDATE SET counts = ?2', this.current.day, text)
  }

  /** Up to today, oldest first, including days without entries. */
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

  #change(outcome: FinalOutcome, happened: number, by: number): DayRecord {
    const day = this.#findDay(toDay(happened))
    const outcomes = { ...day.outcomes, [outcome]: (day.outcomes[outcome] ?? 0) + by }
    return this.#makeCurrent({ ...day, outcomes, changes: countChanges(day) + 1 })
  }

  #findDay(day: string): DayRecord {
    return this.current?.day === day ? this.current : (this.#loadDay(day) ?? emptyDay(day))
  }

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

/** Longest silence, ms; null with too few days of events. */
export function findUsualGap(days: DayRecord[]): number | null {
  const gaps = days.map((day) => day.gap).filter((gap) => gap > 0)
  return gaps.length < LEAST_DAYS ? null : Math.max(...gaps)
}

function emptyDay(day: string): DayRecord {
  return { day, outcomes: {}, gap: 0 }
}

function countChanges({ changes, outcomes }: DayRecord): number {
  return changes ?? Object.values(outcomes).reduce((sum, count) => sum + count, 0)
}

function toDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
