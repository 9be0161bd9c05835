/** The receipts' table. A save is one row, however large. */
import type { Fingerprint } from '../../model/fingerprint'
import { customerRange } from '../storage/keys'
import { parseReceipt, type Receipt } from './receipt'

/** What repeats are told by, without reading whole receipts. */
export interface ReceiptFingerprint {
  event: string
  opened: number
  print: Fingerprint
}

/** Rows handled between two looks at the clock or the queue. */
const SWEEP_ROWS = 500

export class ReceiptTable {
  readonly sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.sql = sql
  }

  /** Null when there is none under the key. */
  load(key: string): Receipt | null {
    const [row] = this.sql.exec<{ doc: string }>('SELECT doc FROM receipts WHERE key = ?', key).toArray()
    return row === undefined ? null : parseReceipt(row.doc)
  }

  /** Writes it, closed where nothing of it is open any more. */
  save(receipt: Receipt, now: number): void {
    const open = receipt.replay !== null || receipt.results.some((result) => result.outcome === null)
    receipt.closed = open ? null : (receipt.closed ?? now)
    const prints = receipt.event.items.map((item) => item.fingerprint)
    this.sql.exec(
      `INSERT INTO receipts VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET closed = ?3, prints = ?4, doc = ?5`,
      receipt.key,
      receipt.opened,
      receipt.closed,
      prints.some((print) => print !== null) ? JSON.stringify(prints) : null,
      JSON.stringify(receipt),
    )
  }

  /** Every receipt of a customer. */
  listForCustomer(customer: string): Receipt[] {
    return this.sql
      .exec<{ doc: string }>('SELECT doc FROM receipts WHERE key >= ? AND key < ?', ...customerRange(customer))
      .toArray()
      .map((row) => parseReceipt(row.doc))
  }

  /** The fingerprints of a customer's receipts, oldest first. */
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

  /** Those not closed; reads the whole table, so it is asked once in an object's life. */
  listOpen(): Receipt[] {
    return this.sql
      .exec<{ doc: string }>('SELECT doc FROM receipts WHERE closed IS NULL ORDER BY opened')
      .toArray()
      .map((row) => parseReceipt(row.doc))
  }

  /** Forgets closed receipts older than `before`; true when there may be more of them. */
  deleteClosed(before: number): boolean {
    const { rowsWritten } = this.sql.exec(
      `DELETE FROM receipts WHERE key IN
         (SELECT key FROM receipts WHERE opened < ? AND closed IS NOT NULL LIMIT ${SWEEP_ROWS})`,
      before,
    )
    return rowsWritten >= SWEEP_ROWS
  }
}
