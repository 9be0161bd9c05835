/** Saving writes one row, however large. */
import { fullName } from '../../model/event'
import type { Fingerprint } from '../../model/fingerprint'
import { customerOf, customerRange } from '../storage/keys'
import { parseReceipt, type Receipt } from './receipt'
import { toDocument } from './receipt-document'

/** Enough to recognize repeats without loading receipts. */
export interface ReceiptFingerprint {
  event: string
  opened: number
  print: Fingerprint
}

/** Of a customer's receipts, newest first. `opened`: epoch ms. */
export type ReceiptPlace = {
  opened: number
  key: string
}

interface ClosedReceipt extends ReceiptPlace {
  email: string | null
  name: string | null
  happenedAt: number
  orderId: string | null
  products: string[]
}

/** Events of one customer that may have arrived out of order. */
const FEW = 10
/** Rows deleted per statement. */
const SWEEP_ROWS = 500

export class ReceiptTable {
  readonly sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.sql = sql
  }

  /** Null when there is none. */
  load(key: string): Receipt | null {
    const [row] = this.sql.exec<{ doc: string }>('SELECT doc FROM receipts WHERE key = ?', key).toArray()
    return row === undefined ? null : parseReceipt(row.doc)
  }

  /** Passes over what this version cannot read. */
  loadReadable(key: string): Receipt | null {
    return passOver(key, () => this.load(key))
  }

  /** Sets the closing time once nothing is open. Throws ReceiptTooLargeError. */
  save(receipt: Receipt, now: number): void {
    const open = receipt.replay !== null || receipt.results.some((result) => result.outcome === null)
    receipt.closed = open ? null : (receipt.closed ?? now)
    const all = receipt.event.items.map((item) => item.fingerprint)
    const prints = all.some((print) => print !== null) ? JSON.stringify(all) : null
    const doc = toDocument(receipt, prints ?? '')
    this.sql.exec(
      `INSERT INTO receipts VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET closed = ?3, prints = ?4, doc = ?5`,
      ...[receipt.key, receipt.opened, receipt.closed, prints, doc],
    )
  }

  /** The key of the receipt of a customer's newest event, among the last few received; null without one. */
  newestKey(customer: string): string | null {
    const [row] = this.sql
      .exec<{ key: string }>(
        `SELECT key FROM receipts WHERE key IN
           (SELECT key FROM receipts WHERE key >= ? AND key < ? ORDER BY opened DESC LIMIT ${FEW})
         ORDER BY doc ->> '$.event.happenedAt' DESC, opened DESC LIMIT 1`,
        ...customerRange(customer),
      )
      .toArray()
    return row?.key ?? null
  }

  /** Whether a customer has a closed receipt besides these; with a name, one under it. */
  hasOtherClosed(customer: string, name: string | null, besides: ReadonlySet<string>): boolean {
    const rows = this.sql.exec<{ key: string; firstName: string | null; lastName: string | null }>(
      `SELECT key, doc ->> '$.event.customer.firstName' AS firstName, doc ->> '$.event.customer.lastName' AS lastName
       FROM receipts WHERE key >= ? AND key < ? AND closed IS NOT NULL`,
      ...customerRange(customer),
    )
    for (const { key, firstName, lastName } of rows) {
      if (!besides.has(key) && (name === null || name === fullName({ firstName, lastName }))) {
        return true
      }
    }
    return false
  }

  /** Closed ones, newest first, without reading their documents whole. `name`: null where unknown, as is `email`. */
  listClosed(closedBefore: number, after: ReceiptPlace, limit: number): ClosedReceipt[] {
    return this.sql
      .exec<
        ReceiptPlace & {
          email: string | null
          firstName: string | null
          lastName: string | null
          orderId: string | null
          happenedAt: number
          products: string
        }
      >(
        `SELECT key, opened, doc ->> '$.event.customer.email' AS email, doc ->> '$.event.orderId' AS orderId,
           doc ->> '$.event.happenedAt' AS happenedAt,
           doc ->> '$.event.customer.firstName' AS firstName, doc ->> '$.event.customer.lastName' AS lastName,
           (SELECT json_group_array(value ->> '$.productId') FROM json_each(doc, '$.event.items')) AS products
         FROM receipts WHERE closed < ?1 AND (opened < ?2 OR (opened = ?2 AND key > ?3)) ORDER BY opened DESC, key LIMIT ?4`,
        ...[closedBefore, after.opened, after.key, limit],
      )
      .toArray()
      .map(({ firstName, lastName, products, ...row }) => ({
        ...row,
        name: fullName({ firstName, lastName }),
        products: JSON.parse(products) as string[],
      }))
  }

  /** Whether a closed receipt of the same customer is newer than this one. */
  isNewestClosed({ key, opened }: ReceiptPlace, closedBefore: number): boolean {
    const newer = this.sql.exec(
      `SELECT 1 FROM receipts WHERE key >= ?1 AND key < ?2 AND closed < ?3 AND (opened > ?4 OR (opened = ?4 AND key < ?5))
       LIMIT 1`,
      ...[...customerRange(customerOf(key)), closedBefore, opened, key],
    )
    return newer.toArray().length === 0
  }

  countClosed(closedBefore: number): number {
    return this.sql.exec<{ n: number }>('SELECT count(*) AS n FROM receipts WHERE closed < ?', closedBefore).one().n
  }

  listKeys(customer: string): string[] {
    return this.sql
      .exec<{ key: string }>('SELECT key FROM receipts WHERE key >= ? AND key < ?', ...customerRange(customer))
      .toArray()
      .map(({ key }) => key)
  }

  /** Newest first, one row at a time, since all of them may be larger than memory. `receipt`: null for a newer version's. */
  *eachForCustomer(
    customer: string,
    after: ReceiptPlace = { opened: Number.MAX_SAFE_INTEGER, key: '' },
  ): Generator<ReceiptPlace & { doc: string; receipt: Receipt | null }> {
    const rows = this.sql.exec<ReceiptPlace & { doc: string }>(
      `SELECT key, opened, doc FROM receipts WHERE key >= ?1 AND key < ?2 AND (opened < ?3 OR (opened = ?3 AND key > ?4))
       ORDER BY opened DESC, key`,
      ...[...customerRange(customer), after.opened, after.key],
    )
    for (const { key, opened, doc } of rows) {
      yield { key, opened, doc, receipt: passOver(key, () => parseReceipt(doc)) }
    }
  }

  /** Oldest first. */
  listFingerprints(customer: string): ReceiptFingerprint[] {
    return this.sql
      .exec<{ key: string; opened: number; prints: string }>(
        'SELECT key, opened, prints FROM receipts WHERE key >= ? AND key < ? AND prints IS NOT NULL ORDER BY opened, key',
        ...customerRange(customer),
      )
      .toArray()
      .flatMap(({ key, opened, prints }) =>
        (JSON.parse(prints) as (Fingerprint | null)[]).flatMap((print) =>
          print === null ? [] : [{ event: key.slice(customer.length + 1), opened, print }],
        ),
      )
  }

  /** Of the next receipts, those whose document has `all` and, where it is asked for, lacks something or has `unless`. `last`: where to go on; null at the end. */
  findKeysWith(
    { all, lacks = '', unless = '' }: { all: string[]; lacks?: string; unless?: string },
    after: string,
    limit: number,
  ): { keys: string[]; last: string | null } {
    const found = all.map(() => 'instr(doc, ?) > 0').join(' AND ')
    const rows = this.sql
      .exec<{ key: string; has: number }>(
        `SELECT key, ${found} AND (instr(doc, ?) = 0 OR instr(doc, ?) > 0) AS has FROM receipts
         WHERE key > ? ORDER BY key LIMIT ?`,
        ...[...all, lacks, unless, after, limit],
      )
      .toArray()
    const last = rows.length < limit ? null : (rows.at(-1)?.key ?? null)
    return { keys: rows.filter(({ has }) => has === 1).map(({ key }) => key), last }
  }

  /** Ordered by key. One row at a time, since together they may exceed memory; a statement per row takes ten times as long. */
  *eachOpen(after: string, limit: number): Generator<{ key: string; receipt: Receipt | null; size: number }> {
    const rows = this.sql.exec<{ key: string; doc: string }>(
      'SELECT key, doc FROM receipts WHERE key > ? AND closed IS NULL ORDER BY key LIMIT ?',
      ...[after, limit],
    )
    for (const { key, doc } of rows) {
      yield { key, receipt: passOver(key, () => parseReceipt(doc)), size: doc.length }
    }
  }

  /** Ordered by key; those opened since. One row at a time, since together they may exceed memory. */
  *eachSince(opened: number, after: string, limit: number): Generator<{ key: string; receipt: Receipt | null }> {
    const rows = this.sql.exec<{ key: string; doc: string }>(
      'SELECT key, doc FROM receipts WHERE key > ? AND opened >= ? ORDER BY key LIMIT ?',
      ...[after, opened, limit],
    )
    for (const { key, doc } of rows) {
      yield { key, receipt: passOver(key, () => parseReceipt(doc)) }
    }
  }

  /** Returns true when there may be more to delete. */
  deleteClosed(before: number): boolean {
    const { rowsWritten } = this.sql.exec(
      `DELETE FROM receipts WHERE key IN
         (SELECT key FROM receipts WHERE opened < ? AND closed IS NOT NULL LIMIT ${SWEEP_ROWS})`,
      before,
    )
    return rowsWritten >= SWEEP_ROWS
  }
}

function passOver(key: string, read: () => Receipt | null): Receipt | null {
  try {
    return read()
  } catch (error) {
    console.error(JSON.stringify({ at: 'journal.receipt', key, error: String(error) }))
    return null
  }
}
