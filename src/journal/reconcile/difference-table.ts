/** Differences between ledger and site, a row each, and while a reconciliation runs who was read in which target. */
import type { Difference, DifferenceGuess, DifferenceKind } from '../../model/difference'

/** `settling`: its entry is under way. `left`: a person left it as it is; it keeps nothing of its customer. */
type DifferenceState = 'open' | 'settling' | 'left'

export interface DifferenceCount {
  kind: DifferenceKind
  guess: DifferenceGuess
  count: number
}

export interface ListedDifference extends Difference {
  id: string
}

/** Of an integration: more is a count. */
const MOST_LISTED = 2_000
/** An entry that takes longer no longer counts as under way. */
const SETTLES_WITHIN_MS = 2 * 86_400_000

export class DifferenceTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(`CREATE TABLE IF NOT EXISTS differences (
      id TEXT PRIMARY KEY, integration TEXT NOT NULL, target TEXT NOT NULL, customer TEXT NOT NULL, state TEXT NOT NULL,
      kind TEXT NOT NULL, guess TEXT NOT NULL, run INTEGER NOT NULL, changed INTEGER NOT NULL, receipt TEXT NOT NULL,
      looks TEXT NOT NULL, doc TEXT NOT NULL
    ) WITHOUT ROWID`)
    sql.exec(`CREATE TABLE IF NOT EXISTS enrollment_pages (
      integration TEXT, target TEXT, page INTEGER, users TEXT NOT NULL, PRIMARY KEY (integration, target, page)
    ) WITHOUT ROWID`)
  }

  /** False where as many are listed as may be. @param customer see keys.ts @param run names the reconciliation */
  add(integration: string, difference: Difference, customer: string, run: number, now: number): boolean {
    const id = `${integration} ${difference.target.id} ${difference.userId ?? customer}`
    const looks = describeLooks(difference)
    const [known] = this.#sql
      .exec<{ state: DifferenceState; looks: string; changed: number }>(
        'SELECT state, looks, changed FROM differences WHERE id = ?',
        id,
      )
      .toArray()
    const isSettling = known?.state === 'settling' && known.changed > now - SETTLES_WITHIN_MS
    if (isSettling || (known?.state === 'left' && known.looks === looks)) {
      this.#sql.exec('UPDATE differences SET run = ? WHERE id = ?', run, id)
      return true
    }
    if (known === undefined && this.count(integration) >= MOST_LISTED) {
      return false
    }
    const { target, kind, guess } = difference
    this.#sql.exec(
      `INSERT OR REPLACE INTO differences VALUES (?, ?, ?, ?, 'open', ?, ?, ?, ?, '', ?, ?)`,
      ...[id, integration, target.id, customer, kind, guess, run, now, looks, JSON.stringify(difference)],
    )
    return true
  }

  /** Those that this reconciliation did not find. @param target null for all */
  forgetUnconfirmed(integration: string, run: number, target: string | null): void {
    this.#sql.exec(
      `DELETE FROM differences
       WHERE integration = ?1 AND run <> ?2 AND state <> 'settling' AND (?3 IS NULL OR target = ?3)`,
      ...[integration, run, target],
    )
  }

  count(integration: string): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT count(*) AS count FROM differences WHERE integration = ? AND state = 'open'`,
        integration,
      )
      .one().count
  }

  /** By integration. */
  countAll(): Record<string, number> {
    const rows = this.#sql
      .exec<{ integration: string; count: number }>(
        `SELECT integration, count(*) AS count FROM differences WHERE state = 'open' GROUP BY integration`,
      )
      .toArray()
    return Object.fromEntries(rows.map(({ integration, count }) => [integration, count]))
  }

  groups(integration: string): DifferenceCount[] {
    return this.#sql
      .exec<{ kind: DifferenceKind; guess: DifferenceGuess; count: number }>(
        `SELECT kind, guess, count(*) AS count FROM differences WHERE integration = ? AND state = 'open'
         GROUP BY kind, guess ORDER BY kind, guess`,
        integration,
      )
      .toArray()
  }

  listOpen(
    integration: string,
    { kind, guess }: Pick<DifferenceCount, 'kind' | 'guess'>,
    limit: number,
  ): ListedDifference[] {
    return this.#sql
      .exec<{ id: string; doc: string }>(
        `SELECT id, doc FROM differences WHERE integration = ? AND kind = ? AND guess = ? AND state = 'open'
         ORDER BY id LIMIT ?`,
        ...[integration, kind, guess, limit],
      )
      .toArray()
      .map(({ id, doc }) => ({ ...(JSON.parse(doc) as Difference), id }))
  }

  listIds(integration: string, kind: DifferenceKind, guess: DifferenceGuess): string[] {
    return this.#sql
      .exec<{ id: string }>(
        `SELECT id FROM differences WHERE integration = ? AND kind = ? AND guess = ? AND state = 'open' ORDER BY id`,
        ...[integration, kind, guess],
      )
      .toArray()
      .map(({ id }) => id)
  }

  countSettling(integration: string): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT count(*) AS count FROM differences WHERE integration = ? AND state = 'settling'`,
        integration,
      )
      .one().count
  }

  /** Null unless it is open. */
  findOpen(id: string): Difference | null {
    const [row] = this.#sql
      .exec<{ doc: string }>(`SELECT doc FROM differences WHERE id = ? AND state = 'open'`, id)
      .toArray()
    return row === undefined ? null : JSON.parse(row.doc)
  }

  /** The receipt of its entry; null unless one is under way. */
  findSettling(id: string): string | null {
    const [row] = this.#sql
      .exec<{ receipt: string }>(`SELECT receipt FROM differences WHERE id = ? AND state = 'settling'`, id)
      .toArray()
    return row?.receipt ?? null
  }

  beginSettling(id: string, receipt: string, now: number): void {
    this.#sql.exec(
      `UPDATE differences SET state = 'settling', receipt = ?, changed = ? WHERE id = ?`,
      ...[receipt, now, id],
    )
  }

  /** It looks otherwise now. */
  replace(id: string, difference: Difference, now: number): void {
    const { kind, guess } = difference
    this.#sql.exec(
      'UPDATE differences SET kind = ?, guess = ?, changed = ?, looks = ?, doc = ? WHERE id = ?',
      ...[kind, guess, now, describeLooks(difference), JSON.stringify(difference), id],
    )
  }

  reopen(id: string, now: number): void {
    this.#sql.exec(`UPDATE differences SET state = 'open', receipt = '', changed = ? WHERE id = ?`, now, id)
  }

  /** Not listed again while it looks as it does now. */
  leave(id: string, now: number): void {
    this.#sql.exec(
      `UPDATE differences SET state = 'left', customer = '', changed = ?, receipt = '', doc = '' WHERE id = ?`,
      ...[now, id],
    )
  }

  delete(id: string): void {
    this.#sql.exec('DELETE FROM differences WHERE id = ?', id)
  }

  listForCustomer(customer: string): Difference[] {
    return this.#sql
      .exec<{ doc: string }>(`SELECT doc FROM differences WHERE customer = ?`, customer)
      .toArray()
      .map(({ doc }) => JSON.parse(doc))
  }

  erase(customer: string): void {
    this.#sql.exec('DELETE FROM differences WHERE customer = ?', customer)
  }

  forgetIntegration(integration: string): void {
    this.#sql.exec('DELETE FROM differences WHERE integration = ?', integration)
    this.forgetPages(integration)
  }

  /** Those that no reconciliation has confirmed for long. */
  sweep(before: number): void {
    this.#sql.exec(`DELETE FROM differences WHERE run < ?1 AND changed < ?1`, before)
  }

  keepPage(integration: string, target: string, page: number, users: string[]): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO enrollment_pages VALUES (?, ?, ?, ?)',
      ...[integration, target, page, users.join(' ')],
    )
  }

  /** By target, the users that were read in it. */
  readUsers(integration: string): Map<string, Set<string>> {
    const read = new Map<string, Set<string>>()
    const rows = this.#sql.exec<{ target: string; users: string }>(
      'SELECT target, users FROM enrollment_pages WHERE integration = ?',
      integration,
    )
    for (const { target, users } of rows) {
      const known = read.get(target) ?? new Set()
      read.set(target, known)
      for (const user of users.split(' ')) {
        known.add(user)
      }
    }
    return read
  }

  /** @param target null for all */
  forgetPages(integration: string, target: string | null = null): void {
    this.#sql.exec(
      'DELETE FROM enrollment_pages WHERE integration = ?1 AND (?2 IS NULL OR target = ?2)',
      integration,
      target,
    )
  }
}

/** The same while neither side changes. */
function describeLooks({ kind, theirs, ours }: Difference): string {
  return JSON.stringify([kind, theirs, ours?.end ?? null])
}
