/** Notes of marketplaces without a credential that works, in the order they came, until one does. */
import type { Note } from '../../../model/firing-job'

/** `customer`: key of their document, which an erasure leaves. */
export interface HeldNote {
  seq: number
  customer: string
  note: Note
}

type Row = { seq: number; customer: string; note: string }

export function openHeldNotes(sql: SqlStorage) {
  const read = (rows: Iterable<Row>): HeldNote[] =>
    [...rows].map(({ note, ...row }) => ({ ...row, note: JSON.parse(note) }))
  return {
    /** One that is held already is not held twice. */
    hold(customer: string, note: Note): void {
      const { marketplace } = note.purchase
      const text = JSON.stringify(note)
      sql.exec(
        `INSERT INTO held_notes (marketplace, customer, note) SELECT ?1, ?2, ?3
         WHERE NOT EXISTS (SELECT 1 FROM held_notes WHERE marketplace = ?1 AND customer = ?2 AND note = ?3)`,
        ...[marketplace, customer, text],
      )
    },

    marketplaces(): string[] {
      const rows = sql.exec<{ marketplace: string }>('SELECT DISTINCT marketplace FROM held_notes')
      return [...rows].map(({ marketplace }) => marketplace)
    },

    /** The oldest, at most `most`. */
    first(marketplace: string, most: number): HeldNote[] {
      return read(
        sql.exec<Row>(
          'SELECT seq, customer, note FROM held_notes WHERE marketplace = ? ORDER BY seq LIMIT ?',
          ...[marketplace, most],
        ),
      )
    },

    ofCustomer(marketplace: string, customer: string): HeldNote[] {
      return read(
        sql.exec<Row>(
          'SELECT seq, customer, note FROM held_notes WHERE marketplace = ? AND customer = ? ORDER BY seq',
          ...[marketplace, customer],
        ),
      )
    },

    /** The same event about the same purchase, naming nobody. */
    anonymize({ seq, note }: HeldNote): void {
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
