/**
 * Open entries, which are in memory, with why each waits. Only an entry that waits for more than its turn, or is parked,
 * has a row (waiting-table.ts). Receipts are loaded one at a time, and none is kept: together they may be larger than
 * the object's memory.
 */

import type { Attempt } from '../../model/attempt'
import type { Settling } from '../../model/outcome'
import { SENTENCE_CHARS, shorten } from '../../model/shorten'
import { toLine } from '../log/line'
import type { LogQuery, LogRow } from '../queries'
import { listOpenResults, type Receipt } from '../receipts/receipt'
import type { ReceiptTable } from '../receipts/receipt-table'
import { entryId, parseEntryId } from '../storage/keys'
import { isEntryMatch, type OpenEntry } from './open-entry'
import { OpenList } from './open-list'
import { type WaitingEntry, WaitingTable } from './waiting-table'

type NotFinal = Extract<Settling, { final: false }>

/** A turn further away than this is stored, so that an evicted object does not take it for lost. */
const SOON_MS = 20 * 60_000

export class WaitingList {
  readonly #receipts: ReceiptTable
  readonly rows: WaitingTable
  readonly open: OpenList
  readonly #soon = new Map<string, WaitingEntry>()

  constructor(sql: SqlStorage, receipts: ReceiptTable) {
    this.#receipts = receipts
    this.rows = new WaitingTable(sql)
    this.open = new OpenList(receipts)
  }

  /** Must be called whenever a receipt was saved. */
  sync(receipt: Receipt): void {
    const open = new Set(listOpenResults(receipt).map((result) => result.n))
    this.open.noteReplay(receipt)
    for (const { n } of receipt.results) {
      this.open.note(receipt, n, open.has(n))
      if (!open.has(n)) {
        this.#forget(entryId(receipt.key, n))
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
      sentence: shorten(sentence, SENTENCE_CHARS),
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
    return this.#soon.get(id) ?? this.rows.find(id)
  }

  drop(id: string): void {
    this.open.drop(id)
    this.#forget(id)
  }

  unpark(id: string, now: number): void {
    const known = this.findEntry(id)
    if (known !== null) {
      const released = { ...known, at: now, parked: false, sentence: 'Queued to run again.' }
      if (this.#soon.has(id)) {
        this.#soon.set(id, released)
      } else {
        this.#write(id, released)
      }
    }
  }

  /** Ids of entries whose slot is later than `after`, epoch ms; the oldest first. */
  listTurnsAfter(after: number): string[] {
    const far = new Set(this.rows.listTurnIds(after))
    for (const [id, { reason, at }] of this.#soon) {
      if (reason === 'pace' && at > after) {
        far.add(id)
      }
    }
    return this.listIds(({ id }) => far.has(id))
  }

  /** Open entries due before `before` that were not settled since. */
  listOverdue(before: number, limit: number): string[] {
    const dueAt = this.rows.mapDue()
    const late: string[] = []
    for (const { id, receivedAt } of this.listOpen().values()) {
      if ((this.#soon.get(id)?.at ?? dueAt.get(id) ?? receivedAt) < before && late.push(id) === limit) {
        break
      }
    }
    return late
  }

  /** Ids of open entries, oldest first. */
  listIds(isMeant: (entry: OpenEntry) => boolean): string[] {
    const ids: string[] = []
    for (const entry of this.listOpen().values()) {
      if (isMeant(entry)) {
        ids.push(entry.id)
      }
    }
    return ids
  }

  /** Of all that wait or are parked, epoch ms; null when nothing does. */
  findOldest(): number | null {
    const since = this.rows.mapSince()
    let oldest: number | null = null
    for (const { id, receivedAt } of this.listOpen().values()) {
      oldest = Math.min(oldest ?? Number.MAX_SAFE_INTEGER, since.get(id) ?? receivedAt)
    }
    return oldest
  }

  markRequeued(id: string, now: number): void {
    const known = this.findEntry(id) ?? { since: now, reason: 'internal' as const, attempts: [] }
    this.#write(id, { ...known, at: now, parked: false, sentence: 'Queued again, since no result was recorded.' })
  }

  /** By id, oldest first. */
  listOpen(): ReadonlyMap<string, OpenEntry> {
    return this.open.list()
  }

  /** Newest first, at most `limit`; `found` counts all. */
  find(query: LogQuery, limit: number): { rows: LogRow[]; found: number } {
    const parked = query.parked ? new Set(this.rows.listParkedIds()) : null
    const matching = this.listIds((entry) => isEntryMatch(entry, query) && parked?.has(entry.id) !== false)
    return { rows: this.#loadLines(matching.slice(-limit).reverse()), found: matching.length }
  }

  /** At most `limit`, newest first. */
  listNewest(limit: number): LogRow[] {
    return this.#loadLines([...this.listOpen().keys()].slice(-limit).reverse())
  }

  #loadLines(ids: string[]): LogRow[] {
    return ids.flatMap((id) => {
      const parts = parseEntryId(id)
      const receipt = parts && this.#receipts.load(parts.receipt)
      const result = receipt?.results.find(({ n }) => n === parts?.n)
      return receipt && result ? [this.#withWaitState(toLine(receipt, result, null))] : []
    })
  }

  #withWaitState(line: LogRow): LogRow {
    const known = this.findEntry(line.id)
    if (known === null) {
      return line
    }
    const { at, since, reason, parked, sentence } = known
    return { ...line, sentence, waiting: { at, since, reason, parked } }
  }

  #write(id: string, known: WaitingEntry): void {
    this.#soon.delete(id)
    this.rows.save(id, known)
  }

  #forget(id: string): void {
    this.#soon.delete(id)
    this.rows.delete(id)
  }
}
