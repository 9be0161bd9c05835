/**
 * Open entries. All are in memory, loaded once in an object's life, since a row for each would cost two writes; only an
 * entry that waits for more than its turn, or is parked, has a row with the reason.
 */

import type { Attempt } from '../../model/attempt'
import type { Settling, WaitReason } from '../../model/outcome'
import { isMatch, toLine } from '../log/line'
import type { LogQuery, LogRow, ReleaseFilter, WaitState as Wait } from '../queries'
import { listOpenResults, type Receipt } from '../receipts/receipt'
import type { ReceiptTable } from '../receipts/receipt-table'
import { entryId } from '../storage/keys'

interface WaitingEntry extends Wait {
  sentence: string
  attempts: Attempt[]
}

type NotFinal = Extract<Settling, { final: false }>

/** A turn further away than this is stored, so that an evicted object does not take it for lost. */
const SOON_MS = 20 * 60_000

export class WaitingList {
  readonly #sql: SqlStorage
  readonly #receipts: ReceiptTable
  #lines: Map<string, LogRow> | null = null
  readonly #soon = new Map<string, WaitingEntry>()

  constructor(sql: SqlStorage, receipts: ReceiptTable) {
    this.#sql = sql
    this.#receipts = receipts
  }

  /** Must be called whenever a receipt was saved. */
  sync(receipt: Receipt): void {
    const open = new Set(listOpenResults(receipt).map((result) => result.n))
    for (const result of receipt.results) {
      const id = entryId(receipt.key, result.n)
      if (open.has(result.n)) {
        this.#lines?.set(id, toLine(receipt, result, null))
      } else {
        this.drop(id)
      }
    }
  }

  /** A turn that is near writes no row. */
  wait(id: string, settling: NotFinal, attempts: Attempt[], now: number): void {
    const before = this.findEntry(id)
    const { at, reason, parked, sentence } = settling
    const known: WaitingEntry = {
      at: parked ? now : at,
      since: before?.since ?? now,
      reason,
      parked,
      sentence,
      attempts,
    }
    const turn = !parked && (reason === 'pace' || reason === 'busy') && attempts.length === 0 && at - now < SOON_MS
    if (turn && !this.#soon.has(id) && before !== null) {
      this.#forget(id)
    }
    if (turn) {
      this.#soon.set(id, known)
    } else {
      this.#write(id, known)
    }
  }

  /** Null for an entry that is open without a reason to wait. */
  findEntry(id: string): WaitingEntry | null {
    const turn = this.#soon.get(id)
    if (turn !== undefined) {
      return turn
    }
    const [row] = this.#sql.exec<Row>('SELECT * FROM waiting WHERE id = ?', id).toArray()
    return row === undefined ? null : toEntry(row)
  }

  drop(id: string): void {
    this.#lines?.delete(id)
    this.#forget(id)
  }

  #forget(id: string): void {
    this.#soon.delete(id)
    this.#sql.exec('DELETE FROM waiting WHERE id = ?', id)
  }

  unpark(id: string, now: number): void {
    const known = this.findEntry(id)
    if (known !== null) {
      this.#write(id, { ...known, at: now, parked: false, sentence: 'Queued to run again.' })
    }
  }

  /** Parked before `before`, epoch ms. */
  listParked(before = Number.MAX_SAFE_INTEGER): { id: string; known: WaitingEntry }[] {
    return this.#sql
      .exec<Row>('SELECT * FROM waiting WHERE parked = 1 AND at < ? ORDER BY at', before)
      .toArray()
      .map((row) => ({ id: row.id, known: toEntry(row) }))
  }

  /** Nothing holds these up: their access begins on a later day. */
  countStartingLater(): number {
    return this.#sql
      .exec<{ count: number }>(`SELECT count(*) AS count FROM waiting WHERE reason = 'starts later' AND parked = 0`)
      .one().count
  }

  listReleased(filter: ReleaseFilter): string[] {
    const parked = this.listParked().map(({ id }) => id)
    return parked.filter((id) => {
      const line = this.listOpen().get(id)
      return (
        (filter.integration === undefined || line?.integration?.id === filter.integration) &&
        (filter.site === undefined || line?.integration?.site === filter.site) &&
        (filter.firing === undefined || id === filter.firing) &&
        (filter.event === undefined || line?.event === filter.event)
      )
    })
  }

  /** Open entries due before `before` that were not settled since. */
  listOverdue(before: number, limit: number): string[] {
    const written = new Map(
      this.#sql
        .exec<{ id: string; at: number; parked: number }>('SELECT id, at, parked FROM waiting')
        .toArray()
        .map((row) => [row.id, row]),
    )
    const late = [...this.listOpen().values()].filter((line) => {
      const row = written.get(line.id)
      const turn = this.#soon.get(line.id)
      return row?.parked !== 1 && (turn?.at ?? row?.at ?? line.receivedAt) < before
    })
    return late.slice(0, limit).map((line) => line.id)
  }

  markRequeued(id: string, now: number): void {
    const known = this.findEntry(id) ?? { since: now, reason: 'internal' as const, attempts: [] }
    this.#write(id, { ...known, at: now, parked: false, sentence: 'Queued again, since nothing was heard of it.' })
  }

  /** By id, oldest first. */
  listOpen(): Map<string, LogRow> {
    if (this.#lines === null) {
      const lines = this.#receipts
        .listOpen()
        .flatMap((receipt) => listOpenResults(receipt).map((result) => toLine(receipt, result, null)))
      this.#lines = new Map(lines.map((line) => [line.id, line]))
    }
    return this.#lines
  }

  /** Newest first, at most `limit`; `found` counts all. */
  find(query: LogQuery, limit: number): { rows: LogRow[]; found: number } {
    const matching = [...this.listOpen().values()].filter((line) => isMatch(line, query)).reverse()
    return { rows: matching.slice(0, limit).map((line) => this.withWaitState(line)), found: matching.length }
  }

  withWaitState(line: LogRow): LogRow {
    const known = this.findEntry(line.id)
    if (known === null) {
      return line
    }
    const { at, since, reason, parked, sentence } = known
    return { ...line, sentence, waiting: { at, since, reason, parked } }
  }

  #write(id: string, known: WaitingEntry): void {
    this.#soon.delete(id)
    const { at, since, reason, parked, sentence, attempts } = known
    this.#sql.exec(
      `INSERT INTO waiting VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET
         at = ?2, reason = ?4, parked = ?5, sentence = ?6, attempts = ?7`,
      ...[id, at, since, reason, parked ? 1 : 0, sentence, JSON.stringify(attempts)],
    )
  }
}

type Row = {
  id: string
  at: number
  since: number
  reason: WaitReason
  parked: number
  sentence: string
  attempts: string
}

function toEntry({ at, since, reason, parked, sentence, attempts }: Row): WaitingEntry {
  return { at, since, reason, parked: parked === 1, sentence, attempts: JSON.parse(attempts) as Attempt[] }
}
