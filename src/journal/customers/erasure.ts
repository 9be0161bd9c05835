/** Forgetting a customer: bodies, names and texts go, what waits is canceled; a keyed hash stays, so that later events resolve. */
import type { Fingerprint } from '../../model/fingerprint'
import type { Books } from '../journal-store'
import { lineOf } from '../log/line'
import { canceledByErasure, dataErased } from '../log/sentences'
import type { Erased } from '../queries'
import { openResults, type Receipt } from '../receipts/receipt'
import { blotOut, mentionOf, unreadMentions } from './mentions'

/** What stands where the email was. */
export const ERASED = 'erased:'

/** @param email as compared everywhere */
export function erase(books: Books, email: string, now: number): Erased {
  const customer = customerAsked(books, email)
  const mark = `${ERASED}${customer}`
  const mention = email.includes('@') ? mentionOf(email) : null
  books.outbox.forget(email)
  const unread = mention === null ? [] : unreadMentions(books.sql, mention)
  const receipts = [...books.receipts.ofCustomer(customer), ...unread]
  const canceled = receipts.reduce((sum, receipt) => sum + forget(books, receipt, mark, now), 0)
  // Entries may outlive their receipts.
  const entries = books.log.ofCustomer(customer)
  for (const row of entries.filter((row) => row.customer?.email !== mark)) {
    books.log.reline({ ...row, customer: { email: mark, name: null }, sentence: dataErased() }, [])
  }
  if (mention !== null) blotOut(books.sql, mention)
  return { events: receipts.length, entries: entries.length + unread.length, canceled }
}

/** The customer a page asks for: by email, or by the mark that took its place. */
export function customerAsked(books: Books, email: string): string {
  return email.startsWith(ERASED) ? email.slice(ERASED.length) : books.customer(email)
}

/** Answers how many of its results were canceled. */
function forget(books: Books, receipt: Receipt, mark: string, now: number): number {
  const open = openResults(receipt)
  for (const result of open) {
    books.settle(receipt, result, 'given up', canceledByErasure(), now)
    result.asked.push({ did: 'erase', person: null, at: now })
  }
  scrub(receipt, mark)
  books.save(receipt, now)
  for (const result of receipt.results) books.log.reline(lineOf(receipt, result, null), [])
  return open.length
}

function scrub(receipt: Receipt, mark: string): void {
  const { event } = receipt
  receipt.erased = true
  receipt.replay = null
  receipt.event = {
    ...event,
    customer: event.customer && { email: mark, firstName: null, lastName: null, id: null },
    items: event.items.map((item) => ({ ...item, fingerprint: unnamed(item.fingerprint, mark) })),
    customFields: {},
    problem: event.type === null ? dataErased() : null,
    body: '',
  }
  for (const result of receipt.results) {
    if (!result.asked.some((one) => one.did === 'erase')) result.sentence = dataErased()
  }
}

/** A post that names neither subscription nor order is about a customer, by email. */
function unnamed(print: Fingerprint | null, mark: string): Fingerprint | null {
  return print?.about.startsWith('customer|') ? { ...print, about: `customer|${mark}` } : print
}
