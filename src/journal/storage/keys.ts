/**
 * A receipt's key starts with its customer's key, a keyed hash of the email: a customer's receipts are one range of the
 * table without an index, and stay findable after the email is erased.
 */
import { createHmac } from 'node:crypto'

/** 16 base64url digits are 96 bits, enough to rule out collisions. */
const HASH_DIGITS = 16

/** For events without a readable customer. */
export const NO_CUSTOMER = '-'

/** @param secret the journal's own; it never leaves the object */
export function customerKey(secret: string, email: string | null): string {
  return email === null ? NO_CUSTOMER : keyedHash(secret, email)
}

export function keyedHash(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url').slice(0, HASH_DIGITS)
}

/** Also the start of its entries' ids. */
export function receiptKey(customer: string, event: string): string {
  return `${customer}.${event}`
}

/** @param id of a receipt or an entry */
export function customerOf(id: string): string {
  return id.slice(0, id.indexOf('.'))
}

/** `until` is exclusive. */
export function customerRange(customer: string): [from: string, until: string] {
  return [`${customer}.`, `${customer}/`]
}

/** A Retry gets a new run, so that the site does not take it for the first. */
interface EntryParts {
  receipt: string
  /** 0 for the event's own entry. */
  n: number
  run: number
}

/** `<receipt>~<n>`, numbered by match.ts. */
export function entryId(receipt: string, n: number): string {
  return `${receipt}~${n}`
}

/** The id a site knows a firing by: the entry's id on its first run, with the run appended on later ones. */
export function runId(entry: string, run: number): string {
  return run === 1 ? entry : `${entry}-${run}`
}

/** Null when the text is no entry id. */
export function parseEntryId(id: string): EntryParts | null {
  const [, receipt, n, run] = /^(.+)~(\d+)(?:-(\d+))?$/s.exec(id) ?? []
  return receipt === undefined || n === undefined ? null : { receipt, n: Number(n), run: Number(run ?? 1) }
}

/** @param id of an entry or of its run; what is neither stays as it is */
export function receiptOf(id: string): string {
  return parseEntryId(id)?.receipt ?? id
}
