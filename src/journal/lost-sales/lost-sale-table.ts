/**
 * What a store's books say and the journal lacks, a row each. A row stays once it is settled, without its customer, so that
 * the same record of the store is not listed, or looked up, again.
 */
import type { LostSale, LostSaleKind, SaleClue } from './lost-sale'

/** `reported`: it came after all, or had come; `settling`: its event is on its way. */
type LostSaleState = 'open' | 'settling' | 'settled' | 'left' | 'reported'

export interface LostSaleCount {
  kind: LostSaleKind
  count: number
  /** When the newest happened. */
  newest: number
}

/** Beyond the longest time a report may be compared with. */
const KEPT_MS = 90 * 86_400_000

export class LostSaleTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(`CREATE TABLE IF NOT EXISTS lost_sales (
      id TEXT PRIMARY KEY, customer TEXT NOT NULL, state TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,
      changed INTEGER NOT NULL, receipt TEXT NOT NULL, doc TEXT NOT NULL
    ) WITHOUT ROWID`)
  }

  /** In whatever state. */
  has(id: string): boolean {
    return this.#sql.exec('SELECT 1 FROM lost_sales WHERE id = ?', id).toArray().length > 0
  }

  /** Nothing where it is known. @param customer see keys.ts */
  add(sale: LostSale, customer: string, state: 'open' | 'reported', now: number): void {
    const doc = state === 'open' ? JSON.stringify(sale) : ''
    this.#sql.exec(
      `INSERT INTO lost_sales VALUES (?, ?, ?, ?, ?, ?, '', ?) ON CONFLICT DO NOTHING`,
      ...[sale.id, customer, state, sale.kind, sale.happenedAt, now, doc],
    )
  }

  /** Nothing needs to be done about it, and its customer is not known. */
  addCompared({ id, kind, happenedAt }: Pick<SaleClue, 'id' | 'kind' | 'happenedAt'>, now: number): void {
    this.#sql.exec(
      `INSERT INTO lost_sales VALUES (?, '', 'reported', ?, ?, ?, '', '') ON CONFLICT DO NOTHING`,
      ...[id, kind, happenedAt, now],
    )
  }

  count(): LostSaleCount[] {
    return this.#sql
      .exec<{ kind: LostSaleKind; count: number; newest: number }>(
        `SELECT kind, count(*) AS count, max(at) AS newest FROM lost_sales WHERE state = 'open' GROUP BY kind`,
      )
      .toArray()
  }

  /** Newest first. */
  listOpen(kind: LostSaleKind, limit: number): LostSale[] {
    return this.#sql
      .exec<{ doc: string }>(
        `SELECT doc FROM lost_sales WHERE state = 'open' AND kind = ? ORDER BY at DESC, id LIMIT ?`,
        kind,
        limit,
      )
      .toArray()
      .map(({ doc }) => JSON.parse(doc) as LostSale)
  }

  /** A part of them, by id. */
  listOpenAfter(after: string, limit: number): { sale: LostSale; customer: string }[] {
    return this.#sql
      .exec<{ doc: string; customer: string }>(
        `SELECT doc, customer FROM lost_sales WHERE state = 'open' AND id > ? ORDER BY id LIMIT ?`,
        after,
        limit,
      )
      .toArray()
      .map(({ doc, customer }) => ({ sale: JSON.parse(doc) as LostSale, customer }))
  }

  listOpenIds(kind: LostSaleKind): string[] {
    return this.#sql
      .exec<{ id: string }>(`SELECT id FROM lost_sales WHERE state = 'open' AND kind = ? ORDER BY at, id`, kind)
      .toArray()
      .map(({ id }) => id)
  }

  /** Null unless it is open. */
  findOpen(id: string): LostSale | null {
    return this.#find(id, 'open')
  }

  findSettling(id: string): { sale: LostSale; receipt: string; since: number } | null {
    const sale = this.#find(id, 'settling')
    const [row] = this.#sql
      .exec<{ receipt: string; changed: number }>('SELECT receipt, changed FROM lost_sales WHERE id = ?', id)
      .toArray()
    return sale === null || row === undefined ? null : { sale, receipt: row.receipt, since: row.changed }
  }

  listSettling(): string[] {
    return this.#sql
      .exec<{ id: string }>(`SELECT id FROM lost_sales WHERE state = 'settling' ORDER BY id`)
      .toArray()
      .map(({ id }) => id)
  }

  /** @param receipt of its event */
  beginSettling(id: string, receipt: string, now: number): void {
    this.#sql.exec(
      `UPDATE lost_sales SET state = 'settling', receipt = ?, changed = ? WHERE id = ?`,
      ...[receipt, now, id],
    )
  }

  /** Nothing of the customer stays. */
  end(id: string, state: 'settled' | 'left' | 'reported', now: number): void {
    this.#sql.exec(`UPDATE lost_sales SET state = ?, changed = ?, doc = '' WHERE id = ?`, state, now, id)
  }

  listForCustomer(customer: string): LostSale[] {
    return this.#sql
      .exec<{ doc: string }>(`SELECT doc FROM lost_sales WHERE customer = ? AND doc <> ''`, customer)
      .toArray()
      .map(({ doc }) => JSON.parse(doc) as LostSale)
  }

  /** Not listed again either. */
  erase(customer: string, now: number): void {
    this.#sql.exec(`UPDATE lost_sales SET state = 'left', changed = ?, doc = '' WHERE customer = ?`, now, customer)
  }

  /** What happened long ago may have been compared a while ago, and would be looked up again. */
  sweep(now: number): void {
    this.#sql.exec('DELETE FROM lost_sales WHERE at < ?1 AND changed < ?1', now - KEPT_MS)
  }

  #find(id: string, state: LostSaleState): LostSale | null {
    const [row] = this.#sql
      .exec<{ doc: string }>('SELECT doc FROM lost_sales WHERE id = ? AND state = ?', id, state)
      .toArray()
    return row === undefined ? null : (JSON.parse(row.doc) as LostSale)
  }
}
