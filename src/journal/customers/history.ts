/** Built from receipts, since a customer's history outlives the log. */

import type { JournalStore } from '../journal-store'
import { toCurrentLine } from '../log/entry'
import type { CustomerExport, CustomerHistory } from '../queries'
import type { Receipt } from '../receipts/receipt'
import { entryId } from '../storage/keys'
import { resolveCustomer } from './erasure'

/** @param email normalized */
export function readCustomer(store: JournalStore, email: string): CustomerHistory {
  const receipts = listReceipts(store, email)
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
      entries: receipt.results.map((result) => toCurrentLine(store, receipt, result)),
    })),
  }
}

/** Everything stored about a customer, for a data access request. */
export function exportCustomer(store: JournalStore, email: string): CustomerExport {
  return {
    email,
    events: listReceipts(store, email).map(({ key, event, repeats, results }) => ({
      event,
      repeats,
      results: results.map(({ n, firing, outcome, sentence, at }) => ({
        rule: firing?.rule.name ?? null,
        outcome: outcome ?? 'waiting',
        sentence,
        at: at ?? event.receivedAt,
        attempts: store.log.readAttempts(entryId(key, n)) ?? store.waiting.findEntry(entryId(key, n))?.attempts ?? [],
      })),
    })),
  }
}

function listReceipts(store: JournalStore, email: string): Receipt[] {
  return store.receipts
    .listForCustomer(resolveCustomer(store, email))
    .sort((a, b) => b.event.receivedAt - a.event.receivedAt)
}
