/** Notes of marketplaces without a working credential, oldest first. */
import type { Note } from '../../../model/firing-job'

/** `customer`: key of their document, which survives an erasure. */
export interface DeferredNote {
  seq: number
  customer: string
  note: Note
}

type Row = { seq: number; customer: string; note: string }

/** Of one marketplace. A note is about 1 KB, and an object holds 10 GB at most. */
export const MOST_DEFERRED = 10_000

export function openDeferredNotes(sql: SqlStorage) {
  const read = (rows: Iterable<Row>): DeferredNote[] =>
    [...rows].map(({ note, ...row }) => ({ ...row, note: JSON.parse(note) }))
  return {
    /** Deferring the same note again changes nothing. False when the marketplace's share is full. */
    defer(customer: string, note: Note): boolean {
      const values = [note.purchase.marketplace, customer, JSON.stringify(note)]
      const [known] = sql.exec(
        'SELECT 1 FROM held_notes WHERE marketplace = ? AND customer = ? AND note = ?',
        ...values,
      )
      if (known !== undefined) {
        return true
      }
      const { deferred } = sql
        .exec<{ deferred: number }>('SELECT count(*) AS deferred FROM held_notes WHERE marketplace = ?', values[0])
        .one()
      if (deferred >= MOST_DEFERRED) {
        return false
      }
      sql.exec('INSERT INTO held_notes (marketplace, customer, note) VALUES (?, ?, ?)', ...values)
      return true
    },

    marketplaces(): string[] {
      const rows = sql.exec<{ marketplace: string }>('SELECT DISTINCT marketplace FROM held_notes')
      return [...rows].map(({ marketplace }) => marketplace)
    },

    first(marketplace: string, most: number): DeferredNote[] {
      return read(
        sql.exec<Row>(
          'SELECT seq, customer, note FROM held_notes WHERE marketplace = ? ORDER BY seq LIMIT ?',
          ...[marketplace, most],
        ),
      )
    },

    ofCustomer(marketplace: string, customer: string): DeferredNote[] {
      return read(
        sql.exec<Row>(
          'SELECT seq, customer, note FROM held_notes WHERE marketplace = ? AND customer = ? ORDER BY seq',
          ...[marketplace, customer],
        ),
      )
    },

    /** Keeps the event and the purchase, removes who it was. */
    anonymize({ seq, note }: DeferredNote): void {
      const customer = { email: '', firstName: null, lastName: null, id: null }
      sql.exec('UPDATE held_notes SET note = ? WHERE seq = ?', JSON.stringify({ ...note, customer }), seq)
    },

    delete(seq: number): void {
      sql.exec('DELETE FROM held_notes WHERE seq = ?', seq)
    },

    forget(marketplace: string): void {
      sql.exec('DELETE FROM held_notes WHERE marketplace = ?', marketplace)
    },
  }
}
