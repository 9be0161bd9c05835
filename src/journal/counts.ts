/**
 * Outcomes counted per day (UTC). The running day's counts ride on every log row, so counting costs no row of its own;
 * a day gets its row when the next one begins, or when the log row that carries its counts is taken out.
 */
import type { DayCounts } from './answers'
import type { FinalOutcome } from './outcome'

/** A day as kept: its counts, and the longest silence between two of its events, ms. */
export interface Day extends DayCounts {
  gap: number
}

const DAY_MS = 86_400_000
const KEPT_DAYS = 400
/** Fewer days with events than this tell nothing about a usual gap. */
const TELLING_DAYS = 3

export class Counts {
  readonly sql: SqlStorage
  current: Day | null

  /** @param newest the counts on the newest log row */
  constructor(sql: SqlStorage, newest: Day | null) {
    this.sql = sql
    const kept = newest === null ? null : this.kept(newest.day)
    this.current = newest !== null && kept !== null && total(kept) > total(newest) ? kept : newest
  }

  /** Counts an outcome and answers the running day, to be written with the log row. */
  add(outcome: FinalOutcome, gap: number, now: number): Day {
    const day = dayOf(now)
    if (this.current !== null && this.current.day !== day) this.keep()
    const before = this.current?.day === day ? this.current : (this.kept(day) ?? { day, outcomes: {}, gap: 0 })
    const outcomes = { ...before.outcomes, [outcome]: (before.outcomes[outcome] ?? 0) + 1 }
    this.current = { day, outcomes, gap: Math.max(before.gap, gap) }
    return this.current
  }

  /** Gives the running day its row. */
  keep(): void {
    if (this.current === null) return
    const text = JSON.stringify(this.current)
    this.sql.exec('INSERT INTO days VALUES (?1, ?2) ON CONFLICT DO UPDATE SET counts = ?2', this.current.day, text)
  }

  /** The last `count` days up to today, oldest first; days without entries are empty. */
  last(count: number, now: number): Day[] {
    const first = dayOf(now - (count - 1) * DAY_MS)
    const rows = this.sql.exec<{ counts: string }>('SELECT counts FROM days WHERE day >= ?', first).toArray()
    const known = new Map(rows.map((row) => JSON.parse(row.counts) as Day).map((day) => [day.day, day]))
    if (this.current !== null) known.set(this.current.day, this.current)
    return Array.from({ length: count }, (_, index) => {
      const day = dayOf(now - (count - 1 - index) * DAY_MS)
      return known.get(day) ?? { day, outcomes: {}, gap: 0 }
    })
  }

  forget(now: number): void {
    this.sql.exec('DELETE FROM days WHERE day < ?', dayOf(now - KEPT_DAYS * DAY_MS))
  }

  private kept(day: string): Day | null {
    const [row] = this.sql.exec<{ counts: string }>('SELECT counts FROM days WHERE day = ?', day).toArray()
    return row === undefined ? null : (JSON.parse(row.counts) as Day)
  }
}

/** The longest silence of the days given, ms; null until there were enough days to tell. */
export function usualGap(days: Day[]): number | null {
  const told = days.filter((day) => total(day) > 0)
  const gap = Math.max(0, ...told.map((day) => day.gap))
  return told.length < TELLING_DAYS || gap === 0 ? null : gap
}

function total(day: Day): number {
  return Object.values(day.outcomes).reduce((sum, count) => sum + count, 0)
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
