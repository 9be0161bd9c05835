/**
 * What is not final yet. Every open entry is known in memory (read once in the object's life, since a row for each would
 * cost two); an entry that waits for more than its turn, or is parked, has a row saying why.
 */

import type { Attempt } from '../../model/attempt'
import type { Settling, WaitReason } from '../../model/outcome'
import { askedFor, lineOf } from '../log/line'
import type { LogQuery, LogRow, ReleaseFilter, Waiting as Wait } from '../queries'
import { openResults, type Receipt } from '../receipts/receipt'
import type { Receipts } from '../receipts/receipt-table'
import { entryId } from '../storage/keys'

/** Why an entry waits, with its requests so far. */
export interface Known extends Wait {
  sentence: string
  attempts: Attempt[]
}

type NotFinal = Extract<Settling, { final: false }>

/** A turn further away than this is written down, ms: an evicted object must not take it for lost. */
const FAR_AWAY_MS = 20 * 60_000

export class Waiting {
  private readonly sql: SqlStorage
  private readonly receipts: Receipts
  private lines: Map<string, LogRow> | null = null
  private readonly turns = new Map<string, Known>()

  constructor(sql: SqlStorage, receipts: Receipts) {
    this.sql = sql
    this.receipts = receipts
  }

  /** Notes which results of a receipt are open now. Call whenever a receipt was saved. */
  sync(receipt: Receipt): void {
    const open = new Set(openResults(receipt).map((result) => result.n))
    for (const result of receipt.results) {
      const id = entryId(receipt.key, result.n)
      if (open.has(result.n)) this.lines?.set(id, lineOf(receipt, result, null))
      else this.drop(id)
    }
  }

  /** Notes why an entry waits. A mere turn soon to come costs no row. */
  wait(id: string, settling: NotFinal, attempts: Attempt[], now: number): void {
    const before = this.known(id)
    const { at, reason, parked, sentence } = settling
    const known: Known = { at: parked ? now : at, since: before?.since ?? now, reason, parked, sentence, attempts }
    const turn = !parked && (reason === 'pace' || reason === 'busy') && attempts.length === 0 && at - now < FAR_AWAY_MS
    if (turn && !this.turns.has(id) && before !== null) this.forget(id)
    if (turn) this.turns.set(id, known)
    else this.write(id, known)
  }

  /** Null for an entry that merely is open. */
  known(id: string): Known | null {
    const turn = this.turns.get(id)
    if (turn !== undefined) return turn
    const [row] = this.sql.exec<Row>('SELECT * FROM waiting WHERE id = ?', id).toArray()
    return row === undefined ? null : knownOf(row)
  }

  /** Takes out what is open no more. */
  drop(id: string): void {
    this.lines?.delete(id)
    this.forget(id)
  }

  private forget(id: string): void {
    this.turns.delete(id)
    this.sql.exec('DELETE FROM waiting WHERE id = ?', id)
  }

  /** Puts parked entries back in line. */
  unpark(id: string, now: number): void {
    const known = this.known(id)
    if (known !== null) this.write(id, { ...known, at: now, parked: false, sentence: 'Queued to run again.' })
  }

  /** Ids of parked entries, optionally only those parked before. */
  parked(before = Number.MAX_SAFE_INTEGER): { id: string; known: Known }[] {
    return this.sql
      .exec<Row>('SELECT * FROM waiting WHERE parked = 1 AND at < ? ORDER BY at', before)
      .toArray()
      .map((row) => ({ id: row.id, known: knownOf(row) }))
  }

  /** Parked entries a release means. */
  released(filter: ReleaseFilter): string[] {
    const parked = this.parked().map(({ id }) => id)
    return parked.filter((id) => {
      const line = this.open().get(id)
      return (
        (filter.integration === undefined || line?.integration?.id === filter.integration) &&
        (filter.site === undefined || line?.integration?.site === filter.site) &&
        (filter.firing === undefined || id === filter.firing) &&
        (filter.event === undefined || line?.event === filter.event)
      )
    })
  }

  /** Open entries whose time passed before `before` without anybody coming back to them. */
  overdue(before: number, limit: number): string[] {
    const written = new Map(
      this.sql
        .exec<{ id: string; at: number; parked: number }>('SELECT id, at, parked FROM waiting')
        .toArray()
        .map((row) => [row.id, row]),
    )
    const late = [...this.open().values()].filter((line) => {
      const row = written.get(line.id)
      const turn = this.turns.get(line.id)
      return row?.parked !== 1 && (turn?.at ?? row?.at ?? line.receivedAt) < before
    })
    return late.slice(0, limit).map((line) => line.id)
  }

  /** Notes that an overdue entry was queued again. */
  requeued(id: string, now: number): void {
    const known = this.known(id) ?? { since: now, reason: 'internal' as const, attempts: [] }
    this.write(id, { ...known, at: now, parked: false, sentence: 'Queued again, since nothing was heard of it.' })
  }

  /** Open entries by id, oldest first. */
  open(): Map<string, LogRow> {
    if (this.lines === null) {
      const lines = this.receipts
        .open()
        .flatMap((receipt) => openResults(receipt).map((result) => lineOf(receipt, result, null)))
      this.lines = new Map(lines.map((line) => [line.id, line]))
    }
    return this.lines
  }

  /** Open entries a query asks for, newest first, at most `limit`, and how many there are. */
  find(query: LogQuery, limit: number): { rows: LogRow[]; found: number } {
    const asked = [...this.open().values()].filter((line) => askedFor(line, query)).reverse()
    return { rows: asked.slice(0, limit).map((line) => this.told(line)), found: asked.length }
  }

  /** Firings not final yet, of the rule given. */
  ofRule(rule: string): string[] {
    return [...this.open().values()].filter((line) => line.rule?.id === rule).map((line) => line.id)
  }

  /** An open entry's line with why it waits. */
  told(line: LogRow): LogRow {
    const known = this.known(line.id)
    if (known === null) return line
    const { at, since, reason, parked, sentence } = known
    return { ...line, sentence, waiting: { at, since, reason, parked } }
  }

  private write(id: string, known: Known): void {
    this.turns.delete(id)
    const { at, since, reason, parked, sentence, attempts } = known
    this.sql.exec(
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

function knownOf({ at, since, reason, parked, sentence, attempts }: Row): Known {
  return { at, since, reason, parked: parked === 1, sentence, attempts: JSON.parse(attempts) as Attempt[] }
}
