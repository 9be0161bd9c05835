/**
 * A ring of the 1,000 newest final entries; a new entry overwrites the oldest row: one row written, none deleted. What is
 * still open-ended has a slot beside them.
 */

import type { Attempt } from '../../model/attempt'
import { type FinalOutcome, OPEN_ENDED } from '../../model/outcome'
import { isOpenEnded } from '../../model/resolution'
import type { LogRow } from '../queries'
import { customerRange } from '../storage/keys'
import { DayCounter, type DayRecord } from './day-counts'
import { toSearchText } from './line'

export const LOG_ENTRIES = 1000
/** Beyond that, the oldest leave; the days' counts still have them. */
const MOST_OPEN = 10_000
const OPEN_FOR_MS = 90 * 86_400_000

export class Log {
  readonly sql: SqlStorage
  readonly counts: DayCounter
  /** Slot by entry id, oldest first. */
  readonly #slots = new Map<string, number>()
  /** When each open-ended entry ended, epoch ms. */
  readonly #open = new Map<string, number>()
  readonly #free: number[]
  #seq = 0
  #gap = 0
  /** Epoch ms. */
  lastReceived: number | null = null

  constructor(sql: SqlStorage) {
    this.sql = sql
    const rows = sql
      .exec<{ slot: number; seq: number; id: string; received: number; at: number; open: number }>(
        `SELECT slot, seq, id, received, at, ${IS_OPEN} AS open FROM log ORDER BY seq`,
        ...openSince(Date.now()),
      )
      .toArray()
    for (const row of rows) {
      this.#slots.set(row.id, row.slot)
      if (row.open === 1) {
        this.#open.set(row.id, row.at)
      }
      this.#seq = row.seq
      this.lastReceived = Math.max(this.lastReceived ?? 0, row.received)
    }
    const taken = new Set(this.#slots.values())
    const slots = Math.max(LOG_ENTRIES, ...[...taken].map((slot) => slot + 1))
    this.#free = Array.from({ length: slots }, (_, slot) => slot).filter((slot) => !taken.has(slot))
    const [newest] = sql.exec<{ counts: string }>('SELECT counts FROM log ORDER BY seq DESC LIMIT 1').toArray()
    this.counts = new DayCounter(sql, newest === undefined ? null : (JSON.parse(newest.counts) as DayRecord))
  }

  get size(): number {
    return this.#slots.size
  }

  /** Final entries since the journal began. */
  get finals(): number {
    return this.#seq
  }

  /** The gap before it is stored with the next entry. */
  noteArrival(received: number): void {
    if (this.lastReceived !== null) {
      this.#gap = Math.max(this.#gap, received - this.lastReceived)
    }
    this.lastReceived = Math.max(this.lastReceived ?? 0, received)
  }

  /** Replaces an older entry with the same id. */
  append(row: LogRow, outcome: FinalOutcome, attempts: Attempt[]): void {
    this.#uncount(row.id)
    const slot = this.#slots.get(row.id) ?? this.#free.shift() ?? this.#nextSlot(row.at)
    this.#slots.delete(row.id)
    this.#slots.set(row.id, slot)
    this.#noteOpen(row)
    this.#seq += 1
    this.counts.noteGap(this.#gap, row.at)
    this.#gap = 0
    const day = this.counts.add(outcome, row.happenedAt)
    this.sql.exec(
      `INSERT INTO log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
       ON CONFLICT DO UPDATE SET seq = ?2, at = ?3, id = ?4, event = ?5, received = ?6, fired = ?7, integration = ?8,
         outcome = ?9, product = ?10, words = ?11, counts = ?12, line = ?13, attempts = ?14`,
      slot,
      this.#seq,
      row.at,
      row.id,
      row.event,
      row.madeHere ? 0 : row.receivedAt,
      row.trigger,
      row.integration?.id ?? null,
      outcome,
      row.product?.id ?? null,
      toSearchText(row),
      JSON.stringify(day),
      JSON.stringify(row),
      JSON.stringify(attempts),
    )
    this.#trim()
  }

  /** Removes an entry that is open again; returns its attempts. */
  remove(id: string): Attempt[] {
    const slot = this.#slots.get(id)
    if (slot === undefined) {
      return []
    }
    const attempts = this.readAttempts(id) ?? []
    this.#uncount(id)
    this.counts.saveCurrent()
    this.sql.exec('DELETE FROM log WHERE slot = ?', slot)
    this.#slots.delete(id)
    this.#open.delete(id)
    this.#free.push(slot)
    return attempts
  }

  /** Null once the entry left the log. */
  readAttempts(id: string): Attempt[] | null {
    const slot = this.#slots.get(id)
    if (slot === undefined) {
      return null
    }
    const { attempts } = this.sql.exec<{ attempts: string }>('SELECT attempts FROM log WHERE slot = ?', slot).one()
    return JSON.parse(attempts) as Attempt[]
  }

  /** Includes entries that outlived their receipts. @param customer their key */
  listForCustomer(customer: string): LogRow[] {
    return this.sql
      .exec<{ line: string }>('SELECT line FROM log WHERE id >= ? AND id < ?', ...customerRange(customer))
      .toArray()
      .map(({ line }) => JSON.parse(line) as LogRow)
  }

  /** Rewrites an entry's line in its slot. @param attempts null keeps the stored ones */
  replaceLine(row: LogRow, attempts: Attempt[] | null = null): void {
    const slot = this.#slots.get(row.id)
    if (slot === undefined) {
      return
    }
    this.#noteOpen(row)
    this.sql.exec(
      'UPDATE log SET words = ?, line = ?, attempts = coalesce(?, attempts) WHERE slot = ?',
      ...[toSearchText(row), JSON.stringify(row), attempts === null ? null : JSON.stringify(attempts), slot],
    )
  }

  /** An entry counts once, by its last end. */
  #uncount(id: string): void {
    const slot = this.#slots.get(id)
    if (slot !== undefined) {
      const { outcome, happened } = this.sql
        .exec<{ outcome: FinalOutcome; happened: number }>(
          "SELECT outcome, line ->> '$.happenedAt' AS happened FROM log WHERE slot = ?",
          slot,
        )
        .one()
      this.counts.takeBack(outcome, happened)
    }
  }

  /** Entries resolved since had slots beside the ring. */
  #trim(): void {
    for (const [id, slot] of this.#slots) {
      if (this.#slots.size - this.#open.size <= LOG_ENTRIES) {
        return
      }
      if (!this.#open.has(id)) {
        this.sql.exec('DELETE FROM log WHERE slot = ?', slot)
        this.#slots.delete(id)
        this.#free.push(slot)
      }
    }
  }

  #noteOpen(row: LogRow): void {
    if (isOpenEnded(row)) {
      this.#open.set(row.id, row.at)
    } else {
      this.#open.delete(row.id)
    }
  }

  /** @param now epoch ms */
  #nextSlot(now: number): number {
    if (this.#slots.size - this.#open.size < LOG_ENTRIES && this.#open.size < MOST_OPEN) {
      return this.#slots.size
    }
    const isClosed = (id: string) => (this.#open.get(id) ?? 0) < now - OPEN_FOR_MS
    for (const [id, slot] of this.#slots) {
      if (isClosed(id) || this.#open.size >= MOST_OPEN) {
        this.#slots.delete(id)
        this.#open.delete(id)
        return slot
      }
    }
    throw new Error('a full log has an oldest entry')
  }
}

/** Takes openSince's values. */
export const IS_OPEN = `(at > ? AND outcome IN (SELECT value FROM json_each(?)) AND line ->> '$.resolved' IS NULL)`

/** @param now epoch ms */
export function openSince(now: number): [number, string] {
  return [now - OPEN_FOR_MS, JSON.stringify(OPEN_ENDED)]
}
