/**
 * Imports: a record of each among the facts, its rows as they came in slices, and the orders read from them by customer, a
 * customer's newest first. Rows that could not be read are in the same table under no customer.
 */
import { readFact, readFactsOfKind, writeFact } from '../storage/facts'
import type { ImportPage } from './import-queries'
import type { ImportRecord, ImportRow, OrderAnswer, OrderPlace, StoredOrder } from './import-record'

/** Deleted per statement. */
const DELETED_AT_ONCE = 2_000
/** After an import ended, or was left alone. */
export const IMPORT_KEPT_MS = 30 * 86_400_000
const NO_CUSTOMER = ''

/** Earlier versions don't look at them, so that they need no version. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS import_slices (
    import TEXT NOT NULL, n INTEGER NOT NULL, rows TEXT NOT NULL, PRIMARY KEY (import, n)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS import_orders (
    import TEXT NOT NULL, customer TEXT NOT NULL, late INTEGER NOT NULL, id TEXT NOT NULL, line INTEGER NOT NULL,
    doc TEXT NOT NULL, problem TEXT, foreseen TEXT, did TEXT, PRIMARY KEY (import, customer, late, id)
  ) WITHOUT ROWID`

interface OrderRow {
  customer: string
  late: number
  id: string
  line: number
  doc: string
  problem: string | null
  foreseen: string | null
  did: string | null
}

export class ImportTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
  }

  find(id: string): ImportRecord | null {
    return readFact(this.#sql, `import ${id}`)
  }

  save(record: ImportRecord): void {
    writeFact(this.#sql, `import ${record.id}`, record)
  }

  /** Newest first. */
  list(): ImportRecord[] {
    return readFactsOfKind(this.#sql, 'import ').sort((one, other) => other.uploadedAt - one.uploadedAt)
  }

  /** False where the import is gone: what is kept then would never be deleted. */
  keepSlice(id: string, n: number, rows: ImportRow[]): boolean {
    if (this.find(id) === null) {
      return false
    }
    this.#sql.exec(
      'INSERT INTO import_slices VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET rows = ?3',
      ...[id, n, JSON.stringify(rows)],
    )
    return true
  }

  /** Empty beyond the last. */
  readSlice(id: string, n: number): ImportRow[] {
    const [row] = this.#sql
      .exec<{ rows: string }>('SELECT rows FROM import_slices WHERE import = ? AND n = ?', id, n)
      .toArray()
    return row === undefined ? [] : (JSON.parse(row.rows) as ImportRow[])
  }

  /** False where the import has the same order already; the first stays. */
  addOrder(id: string, order: Pick<StoredOrder, keyof OrderPlace | 'line' | 'doc' | 'problem'>): boolean {
    const { rowsWritten } = this.#sql.exec(
      'INSERT INTO import_orders VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT DO NOTHING',
      ...[id, order.customer, order.late, order.id, order.line, JSON.stringify(order.doc), order.problem],
    )
    return rowsWritten > 0
  }

  /** The line of the order that was there first. */
  findLine(id: string, { customer, late, id: order }: OrderPlace): number | null {
    const [row] = this.#sql
      .exec<{ line: number }>(
        'SELECT line FROM import_orders WHERE import = ? AND customer = ? AND late = ? AND id = ?',
        ...[id, customer, late, order],
      )
      .toArray()
    return row?.line ?? null
  }

  /** Up to a number. */
  countOf(id: string, customer: string, most: number): number {
    return this.#sql
      .exec<{ n: number }>(
        'SELECT count(*) AS n FROM (SELECT 1 FROM import_orders WHERE import = ? AND customer = ? LIMIT ?)',
        ...[id, customer, most],
      )
      .one().n
  }

  /** All orders of the next customers after one, until there are as many orders or more. */
  listNext<Doc>(id: string, after: string, atLeast: number): StoredOrder<Doc>[] {
    const rows = this.#read<Doc>(
      'SELECT * FROM import_orders WHERE import = ? AND customer > ? ORDER BY customer, late, id LIMIT ?',
      ...[id, after, atLeast],
    )
    const last = rows.at(-1)?.customer
    return last === undefined
      ? []
      : [...rows.filter(({ customer }) => customer !== last), ...this.listOf<Doc>(id, last)]
  }

  listOf<Doc>(id: string, customer: string): StoredOrder<Doc>[] {
    return this.#read<Doc>(
      'SELECT * FROM import_orders WHERE import = ? AND customer = ? ORDER BY late, id',
      ...[id, customer],
    )
  }

  /** Receipts that an import began for a customer. */
  listBegun(id: string, customer: string): string[] {
    const rows = this.#sql.exec<{ receipt: string }>(
      `SELECT DISTINCT did ->> '$.receipt' AS receipt FROM import_orders
       WHERE import = ? AND customer = ? AND did ->> '$.receipt' IS NOT NULL`,
      ...[id, customer],
    )
    const open = this.find(id)?.open.filter((one) => one.customer === customer) ?? []
    return [...new Set([...rows.toArray(), ...open].map(({ receipt }) => receipt))]
  }

  /** The next one after a customer's. */
  nextCustomer(id: string, after: string): string | null {
    const [row] = this.#sql
      .exec<{ customer: string }>(
        'SELECT customer FROM import_orders WHERE import = ? AND customer > ? ORDER BY customer LIMIT 1',
        ...[id, after],
      )
      .toArray()
    return row?.customer ?? null
  }

  /** For reading: all of it, or what cannot be imported; `after` as the page before ended. */
  listPage<Doc>(id: string, { only, after, limit }: ImportPage): StoredOrder<Doc>[] {
    const { customer, late, id: order } = after ?? { customer: NO_CUSTOMER, late: -Number.MAX_SAFE_INTEGER, id: '' }
    const filter =
      only === null
        ? ''
        : only === 'wrong'
          ? 'AND problem IS NOT NULL'
          : `AND coalesce(did, foreseen) ->> '$.fate' = ?6`
    return this.#read<Doc>(
      `SELECT * FROM import_orders WHERE import = ?1 AND (customer, late, id) > (?2, ?3, ?4) ${filter}
       ORDER BY customer, late, id LIMIT ?5`,
      ...[id, customer, late, order, limit, ...(only === null || only === 'wrong' ? [] : [only])],
    )
  }

  keepForeseen(id: string, place: OrderPlace, foreseen: OrderAnswer): void {
    this.#sql.exec(
      'UPDATE import_orders SET foreseen = ?5 WHERE import = ?1 AND customer = ?2 AND late = ?3 AND id = ?4',
      ...[id, place.customer, place.late, place.id, JSON.stringify(foreseen)],
    )
  }

  keepDone(id: string, place: OrderPlace, did: OrderAnswer): void {
    this.#sql.exec(
      'UPDATE import_orders SET did = ?5 WHERE import = ?1 AND customer = ?2 AND late = ?3 AND id = ?4',
      ...[id, place.customer, place.late, place.id, JSON.stringify(did)],
    )
  }

  /** True once none are left. */
  deleteOrders(id: string): boolean {
    return this.#delete('import_orders', id, 'customer, late, id')
  }

  deleteSlices(id: string): boolean {
    return this.#delete('import_slices', id, 'n')
  }

  /** Everything of an import; true once nothing is left. */
  delete(id: string): boolean {
    const isGone = this.deleteOrders(id) && this.deleteSlices(id)
    if (isGone) {
      writeFact(this.#sql, `import ${id}`, null)
    }
    return isGone
  }

  /** True where there may be more to delete. @param before epoch ms */
  deleteOld(before: number): boolean {
    const old = this.list().find(({ stage, changedAt, endedAt }) =>
      stage === 'running' ? false : (endedAt ?? changedAt) < before,
    )
    if (old !== undefined) {
      this.delete(old.id)
    }
    return old !== undefined
  }

  /** @param customer their keyed hash @param isTheirs whether a cell names them */
  erase(customer: string, isTheirs: (cell: string) => boolean): void {
    this.#sql.exec('DELETE FROM import_orders WHERE customer = ?', customer)
    for (const record of this.list()) {
      this.#eraseProblems(record.id, isTheirs)
      this.#eraseSlices(record.id, isTheirs)
      if (record.columns.some(({ examples }) => examples.some(isTheirs))) {
        this.save({ ...record, columns: record.columns.map((column) => ({ ...column, examples: [] })) })
      }
    }
  }

  #eraseSlices(id: string, isTheirs: (cell: string) => boolean): void {
    for (let n = 0, rows = this.readSlice(id, n); rows.length > 0; n += 1, rows = this.readSlice(id, n)) {
      const kept = rows.map(([line, cells]): ImportRow => [line, cells.some(isTheirs) ? [] : cells])
      if (rows.some(([, cells]) => cells.some(isTheirs))) {
        this.keepSlice(id, n, kept)
      }
    }
  }

  #eraseProblems(id: string, isTheirs: (cell: string) => boolean): void {
    for (const { doc, late, id: order } of this.listOf<string[] | null>(id, NO_CUSTOMER)) {
      if (doc?.some(isTheirs)) {
        this.#sql.exec(
          'DELETE FROM import_orders WHERE import = ? AND customer = ? AND late = ? AND id = ?',
          ...[id, NO_CUSTOMER, late, order],
        )
      }
    }
  }

  #read<Doc>(sql: string, ...values: (string | number)[]): StoredOrder<Doc>[] {
    return this.#sql
      .exec<OrderRow & Record<string, SqlStorageValue>>(sql, ...values)
      .toArray()
      .map(({ customer, late, id, line, doc, problem, foreseen, did }) => ({
        customer,
        late,
        id,
        line,
        doc: JSON.parse(doc) as Doc,
        problem,
        foreseen: parseAnswer(foreseen),
        did: parseAnswer(did),
      }))
  }

  #delete(table: 'import_orders' | 'import_slices', id: string, key: string): boolean {
    const { rowsWritten } = this.#sql.exec(
      `DELETE FROM ${table} WHERE import = ?1 AND (${key}) IN (SELECT ${key} FROM ${table} WHERE import = ?1 LIMIT ?2)`,
      ...[id, DELETED_AT_ONCE],
    )
    return rowsWritten < DELETED_AT_ONCE
  }
}

function parseAnswer(text: string | null): OrderAnswer | null {
  return text === null ? null : (JSON.parse(text) as OrderAnswer)
}
