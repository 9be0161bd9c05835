/** A customer's whole history as a story, from receipts: it outlives the log. */

import type { Books } from '../journal-store'
import { told } from '../log/entry'
import type { CustomerExport, CustomerHistory } from '../queries'
import type { Receipt } from '../receipts/receipt'
import { entryId } from '../storage/keys'
import { customerAsked } from './erasure'

/** @param email as compared everywhere */
export function customer(books: Books, email: string): CustomerHistory {
  const receipts = newestFirst(books, email)
  const [newest] = receipts
  return {
    email: newest?.event.customer?.email ?? email,
    customer: newest?.event.customer ?? null,
    erased: receipts.some((receipt) => receipt.erased),
    events: receipts.map((receipt) => ({
      event: receipt.event.id,
      type: receipt.event.type,
      typeWord: receipt.event.typeWord,
      happenedAt: receipt.event.happenedAt,
      receivedAt: receipt.event.receivedAt,
      orderId: receipt.event.orderId,
      products: receipt.event.items.map((item) => ({
        id: item.productId,
        name: item.productName,
        subscriptionId: item.subscription?.id ?? null,
      })),
      test: receipt.event.test === true,
      repeats: receipt.repeats,
      entries: receipt.results.map((result) => told(books, receipt, result)),
    })),
  }
}

/** All that is kept of a customer, for the person it is about. */
export function exportCustomer(books: Books, email: string): CustomerExport {
  return {
    email,
    events: newestFirst(books, email).map(({ key, event, repeats, results }) => ({
      event,
      repeats,
      results: results.map(({ n, firing, outcome, sentence, at }) => ({
        rule: firing?.rule.name ?? null,
        outcome: outcome ?? 'waiting',
        sentence,
        at: at ?? event.receivedAt,
        attempts: books.log.attempts(entryId(key, n)) ?? books.waiting.known(entryId(key, n))?.attempts ?? [],
      })),
    })),
  }
}

function newestFirst(books: Books, email: string): Receipt[] {
  return books.receipts.ofCustomer(customerAsked(books, email)).sort((a, b) => b.event.receivedAt - a.event.receivedAt)
}
