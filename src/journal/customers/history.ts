/** Built from receipts, since a customer's history outlives the log. */

import { type EventCustomer, reportsOf } from '../../model/event'
import { instructionOf, nameSource } from '../../model/instruction'
import type { JournalStore } from '../journal-store'
import { toCurrentLine } from '../log/entry'
import type { CustomerExport, CustomerHistory, ExportedEvent, HistoryEvent, PersonRequest } from '../queries'
import type { Receipt } from '../receipts/receipt'
import type { ReceiptPlace } from '../receipts/receipt-table'
import { entryId } from '../storage/keys'
import { resolveCustomer } from './erasure'

/** Of documents on one page of an export: an answer of an object holds 32 MiB. */
const PAGE_CHARS = 4_000_000

/** @param email normalized */
export function readCustomer(store: JournalStore, email: string): CustomerHistory {
  const key = resolveCustomer(store, email)
  const history: CustomerHistory = { email, customer: null, erased: false, events: [], notes: store.notes.list(key) }
  for (const { receipt } of store.receipts.eachForCustomer(key)) {
    if (receipt !== null) {
      history.customer = keepName(history.customer, receipt.event.customer)
      history.erased ||= receipt.erased
      history.events.push(toHistoryEvent(store, receipt))
    }
  }
  return { ...history, email: history.customer?.email ?? email }
}

/** The newest, named by an older event where it has no name. */
function keepName(newest: EventCustomer | null, older: EventCustomer | null): EventCustomer | null {
  if (newest === null || older === null || newest.firstName !== null || newest.lastName !== null) {
    return newest ?? older
  }
  return { ...newest, firstName: older.firstName, lastName: older.lastName }
}

function toHistoryEvent(store: JournalStore, receipt: Receipt): HistoryEvent {
  const { event } = receipt
  return {
    event: event.id,
    type: event.type,
    typeWord: event.typeWord,
    happenedAt: event.happenedAt,
    receivedAt: event.receivedAt,
    orderId: event.orderId,
    products: event.items.map((item) => ({
      id: item.productId,
      name: item.productName,
      subscriptionId: item.subscription?.id ?? null,
    })),
    test: event.test === true,
    reports: reportsOf(event),
    repeats: receipt.repeats,
    entries: receipt.results.map((result) => toCurrentLine(store, receipt, result)),
    asked: listRequests(receipt),
  }
}

/** A replay is a request of each entry of its event. */
function listRequests({ results }: Receipt): PersonRequest[] {
  const requests = results.flatMap(({ asked }) => asked)
  const once = new Map(requests.map((one) => [JSON.stringify([one.did, one.person, one.at]), one]))
  return [...once.values()].sort((one, other) => one.at - other.at)
}

/** Everything stored about a customer, for a data access request. @param after where the page before ended */
export function exportFromJournal(store: JournalStore, email: string, after?: ReceiptPlace): CustomerExport {
  const customer = resolveCustomer(store, email)
  const page: CustomerExport = {
    email,
    listed: store.pages.find(email),
    notes: store.notes.list(customer),
    lostSales: store.lostSales.listForCustomer(customer),
    differences: store.differences.listForCustomer(customer),
    events: [],
    unread: [],
    next: null,
  }
  let chars = 0
  for (const { key, opened, doc, receipt } of store.receipts.eachForCustomer(customer, after)) {
    if (receipt === null) {
      page.unread.push(doc)
      chars += doc.length
    } else {
      const event = toExportedEvent(store, receipt)
      page.events.push(event)
      chars += JSON.stringify(event).length
    }
    if (chars > PAGE_CHARS) {
      return { ...page, next: { opened, key } }
    }
  }
  return page
}

function toExportedEvent(store: JournalStore, { key, event, repeats, results }: Receipt): ExportedEvent {
  return {
    event,
    repeats,
    results: results.map(({ n, firing, outcome, sentence, at }) => ({
      rule: firing && nameSource(instructionOf(firing)).name,
      outcome: outcome ?? 'waiting',
      sentence,
      at: at ?? event.receivedAt,
      attempts: store.log.readAttempts(entryId(key, n)) ?? store.waiting.findEntry(entryId(key, n))?.attempts ?? [],
    })),
  }
}
