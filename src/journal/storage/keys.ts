/**
 * Ids of receipts and entries. A receipt's key begins with its customer's, a keyed hash of the email: so a customer's
 * whole story is one range of the table and costs no index, and it can still be found once the email is erased.
 */
import { createHmac } from 'node:crypto'

/** base64url digits of a customer's key: 96 bits, too many to meet twice. */
const CUSTOMER_DIGITS = 16

/** The key of an event nobody could read a customer from. */
const NO_CUSTOMER = '-'

/** @param secret the journal's own, which never leaves it */
export function customerKey(secret: string, email: string | null): string {
  return email === null
    ? NO_CUSTOMER
    : createHmac('sha256', secret).update(email).digest('base64url').slice(0, CUSTOMER_DIGITS)
}

/** What the receipt of an event is kept under, and what the ids of its entries begin with. */
export function receiptKey(customer: string, event: string): string {
  return `${customer}.${event}`
}

/** The range of a customer's receipts: from, up to but not including. */
export function customerRange(customer: string): [from: string, until: string] {
  return [`${customer}.`, `${customer}/`]
}

/** An entry of a receipt; a person's Retry makes a further run of it, which the site must not take for the first. */
interface EntryParts {
  receipt: string
  /** 0: the event itself, which fired nothing. */
  n: number
  run: number
}

/** `<receipt>~<n>`, as match numbers firings. */
export function entryId(receipt: string, n: number): string {
  return `${receipt}~${n}`
}

/** The id the site knows a firing by: the entry's own on its first run, with the run's number on later ones. */
export function runId(entry: string, run: number): string {
  return run === 1 ? entry : `${entry}-${run}`
}

/** Null for what is no entry's id. */
export function parseEntryId(id: string): EntryParts | null {
  const [, receipt, n, run] = /^(.+)~(\d+)(?:-(\d+))?$/s.exec(id) ?? []
  return receipt === undefined || n === undefined ? null : { receipt, n: Number(n), run: Number(run ?? 1) }
}
