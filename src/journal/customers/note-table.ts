/** What people wrote down about customers: a row each, with its customer's key first, so that theirs are one range. */
import type { CustomerNote } from '../queries'

/** Of one customer; more than anyone reads. */
export const MOST_NOTES = 200

export class NoteTable {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(`CREATE TABLE IF NOT EXISTS customer_notes (
      customer TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, person TEXT NOT NULL, author TEXT NOT NULL,
      text TEXT NOT NULL, PRIMARY KEY (customer, id)
    ) WITHOUT ROWID`)
  }

  /** Newest first. @param customer see keys.ts */
  list(customer: string): CustomerNote[] {
    return this.#sql
      .exec<{ id: string; at: number; person: string; author: string; text: string }>(
        'SELECT id, at, person, author, text FROM customer_notes WHERE customer = ? ORDER BY at DESC, id',
        customer,
      )
      .toArray()
  }

  /** The same id again changes nothing. False where the customer has as many as they may. */
  add(customer: string, { id, at, person, author, text }: CustomerNote): boolean {
    const known = this.list(customer)
    if (known.some((one) => one.id === id)) {
      return true
    }
    if (known.length >= MOST_NOTES) {
      return false
    }
    this.#sql.exec('INSERT INTO customer_notes VALUES (?, ?, ?, ?, ?, ?)', customer, id, at, person, author, text)
    return true
  }

  delete(customer: string, id: string): void {
    this.#sql.exec('DELETE FROM customer_notes WHERE customer = ? AND id = ?', customer, id)
  }

  /** Of another customer from now on, also where that makes more than one may add. */
  move(from: string, to: string): void {
    this.#sql.exec('UPDATE OR REPLACE customer_notes SET customer = ? WHERE customer = ?', to, from)
  }

  erase(customer: string): void {
    this.#sql.exec('DELETE FROM customer_notes WHERE customer = ?', customer)
  }
}
