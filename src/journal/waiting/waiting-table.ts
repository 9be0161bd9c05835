/**
 * Why an entry waits, in a row of its own. An entry that only waits for its turn has none, since a row for each would cost
 * two writes.
 */
import type { Attempt } from '../../model/attempt'
import type { WaitReason } from '../../model/outcome'
import type { WaitState } from '../queries'

export interface WaitingEntry extends WaitState {
  sentence: string
  attempts: Attempt[]
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

export class WaitingTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  find(id: string): WaitingEntry | null {
    const [row] = this.#sql.exec<Row>('SELECT * FROM waiting WHERE id = ?', id).toArray()
    return row === undefined ? null : toEntry(row)
  }

  save(id: string, { at, since, reason, parked, sentence, attempts }: WaitingEntry): void {
    this.#sql.exec(
      `INSERT INTO waiting VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET
         at = ?2, reason = ?4, parked = ?5, sentence = ?6, attempts = ?7`,
      ...[id, at, since, reason, parked ? 1 : 0, sentence, JSON.stringify(attempts)],
    )
  }

  delete(id: string): void {
    this.#sql.exec('DELETE FROM waiting WHERE id = ?', id)
  }

  /** Ids of entries parked before `before`, epoch ms; the oldest first. */
  listParkedIds(before = Number.MAX_SAFE_INTEGER, limit = Number.MAX_SAFE_INTEGER): string[] {
    return this.#sql
      .exec<{ id: string }>('SELECT id FROM waiting WHERE parked = 1 AND at < ? ORDER BY at LIMIT ?', before, limit)
      .toArray()
      .map(({ id }) => id)
  }

  /** Ids of entries whose slot is later than `after`, epoch ms. */
  listTurnIds(after: number): string[] {
    return this.#sql
      .exec<{ id: string }>(`SELECT id FROM waiting WHERE reason = 'pace' AND parked = 0 AND at > ?`, after)
      .toArray()
      .map(({ id }) => id)
  }

  /** The oldest first, a row at a time. */
  eachParked(): Iterable<Pick<Row, 'id' | 'at' | 'reason' | 'sentence'>> {
    return this.#sql.exec<Pick<Row, 'id' | 'at' | 'reason' | 'sentence'>>(
      'SELECT id, at, reason, sentence FROM waiting WHERE parked = 1 ORDER BY at',
    )
  }

  /** Ids of entries that wait for a site that does not answer, since `since` or later, epoch ms. */
  listHeldIds(since: number): string[] {
    return this.#sql
      .exec<{ id: string }>(`SELECT id FROM waiting WHERE reason IN ('held', 'temporary') AND since >= ?`, since)
      .toArray()
      .map(({ id }) => id)
  }

  listLaterIds(): Set<string> {
    const rows = this.#sql
      .exec<{ id: string }>(`SELECT id FROM waiting WHERE reason IN ('starts later', 'ends later')`)
      .toArray()
    return new Set(rows.map(({ id }) => id))
  }

  /** They wait for the day on which access begins or ends. */
  countForLater(): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT count(*) AS count FROM waiting WHERE reason IN ('starts later', 'ends later') AND parked = 0`,
      )
      .one().count
  }

  /** By id, epoch ms; a parked entry is never due. */
  mapDue(): Map<string, number> {
    const rows = this.#sql.exec<{ id: string; due: number }>(
      'SELECT id, CASE parked WHEN 1 THEN ? ELSE at END AS due FROM waiting',
      Number.MAX_SAFE_INTEGER,
    )
    const dueAt = new Map<string, number>()
    for (const { id, due } of rows) {
      dueAt.set(id, due)
    }
    return dueAt
  }

  /** By id, epoch ms. */
  mapSince(): Map<string, number> {
    const rows = this.#sql.exec<{ id: string; since: number }>('SELECT id, since FROM waiting')
    const waitsSince = new Map<string, number>()
    for (const { id, since } of rows) {
      waitsSince.set(id, since)
    }
    return waitsSince
  }
}

function toEntry({ at, since, reason, parked, sentence, attempts }: Row): WaitingEntry {
  return { at, since, reason, parked: parked === 1, sentence, attempts: JSON.parse(attempts) as Attempt[] }
}
