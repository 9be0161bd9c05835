/** A ring of the 1,000 newest final entries. A new entry overwrites the oldest row: one row written, none deleted. */

import type { Attempt } from '../../model/attempt'
import type { FinalOutcome } from '../../model/outcome'
import type { LogRow } from '../queries'
import { customerRange } from '../storage/keys'
import { DayCounter, type DayRecord } from './day-counts'
import { toSearchText } from './line'

export const LOG_ENTRIES = 1000

export class Log {
  readonly sql: SqlStorage
  readonly counts: DayCounter
  /** Slot by entry id, oldest first. */
  readonly #slots = new Map<string, number>()
  readonly #free: number[]
  #seq = 0
  #gap = 0
  /** Epoch ms. */
  lastReceived: number | null = null

  constructor(sql: SqlStorage) {
    this.sql = sql
    const rows = sql
      .exec<{ slot: number; seq: number; id: string; received: number }>(
        'SELECT slot, seq, id, received FROM log ORDER BY seq',
      )
      .toArray()
    for (const row of rows) {
      this.#slots.set(row.id, row.slot)
      this.#seq = row.seq
      this.lastReceived = Math.max(this.lastReceived ?? 0, row.received)
    }
    const taken = new Set(this.#slots.values())
    this.#free = Array.from({ length: LOG_ENTRIES }, (_, slot) => slot).filter((slot) => !taken.has(slot))
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
    const slot = this.#slots.get(row.id) ?? this.#free.shift() ?? this.#oldestSlot()
    this.#slots.delete(row.id)
    this.#slots.set(row.id, slot)
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
  }

  /** Removes an entry that is open again; returns its attempts. */
  remove(id: string): Attempt[] {
    const slot = this.#slots.get(id)
    if (slot === undefined) {
      return []
    }
    const attempts = this.readAttempts(id) ?? []
    this.counts.saveCurrent()
    this.sql.exec('DELETE FROM log WHERE slot = ?', slot)
    this.#slots.delete(id)
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
    this.sql.exec(
      'UPDATE log SET words = ?, line = ?, attempts = coalesce(?, attempts) WHERE slot = ?',
      ...[toSearchText(row), JSON.stringify(row), attempts === null ? null : JSON.stringify(attempts), slot],
    )
  }

  #oldestSlot(): number {
    const [oldest] = this.#slots
    if (oldest === undefined) {
      throw new Error('a full log has an oldest entry')
    }
    this.#slots.delete(oldest[0])
    return oldest[1]
  }
}
