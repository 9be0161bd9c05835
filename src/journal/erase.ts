/** Forgetting a customer: bodies, names and texts go, what waits is canceled; a keyed hash stays, so that later events resolve. */
import type { Fingerprint } from '../intake/event'
import type { Books } from './books'
import { lineOf } from './line'
import { openResults, type Receipt } from './receipt'
import { canceledByErasure } from './sentences'

/** What stands where the email was. */
export const ERASED = 'erased:'

/** @param email as compared everywhere. Answers how many events it was in. */
export function erase(books: Books, email: string, now: number): number {
  books.outbox.forget(email)
  const customer = books.customer(email)
  const receipts = books.receipts.ofCustomer(customer)
  for (const receipt of receipts) {
    for (const result of openResults(receipt)) {
      books.settle(receipt, result, 'given up', canceledByErasure(), now)
      result.asked.push({ did: 'erase', person: null, at: now })
    }
    scrub(receipt, `${ERASED}${customer}`)
    books.save(receipt, now)
    for (const result of receipt.results) books.log.reline(lineOf(receipt, result, null), [])
  }
  return receipts.length
}

/** The customer a page asks for: by email, or by the mark that took its place. */
export function customerAsked(books: Books, email: string): string {
  return email.startsWith(ERASED) ? email.slice(ERASED.length) : books.customer(email)
}

function scrub(receipt: Receipt, mark: string): void {
  receipt.erased = true
  receipt.replay = null
  receipt.event = {
    ...receipt.event,
    customer: { email: mark, firstName: null, lastName: null, id: null },
    items: receipt.event.items.map((item) => ({ ...item, fingerprint: unnamed(item.fingerprint, mark) })),
    customFields: {},
    problem: null,
    body: '',
  }
  for (const result of receipt.results) {
    result.sentence = result.asked.some((one) => one.did === 'erase')
      ? result.sentence
      : 'The customer’s data was erased.'
  }
}

/** A post that names neither subscription nor order is about a customer, by email. */
function unnamed(print: Fingerprint | null, mark: string): Fingerprint | null {
  return print?.about.startsWith('customer|') ? { ...print, about: `customer|${mark}` } : print
}
