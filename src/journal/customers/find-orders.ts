import type { JournalStore } from '../journal-store'
import type { FoundOrder } from '../queries'
import { customerOf, receiptOf } from '../storage/keys'
import { searchable } from './customer-pages'
import { listWaiting, mayBeOrder, toCustomerLine, toSearch } from './customer-search'
import { lastListed, readUnlisted } from './list-entries'

/** Orders whose id begins so, newest first, each once for a customer. */
export function findOrders(store: JournalStore, typed: string, limit: number, now: number): FoundOrder[] {
  const order = toSearch(typed)
  const found = new Map<string, FoundOrder>()
  if (!mayBeOrder(order)) {
    return []
  }
  for (const { customer, order: id } of eachOrder(store, order, now)) {
    const known = toCustomerLine(store, { customer })
    if (known !== null) {
      found.set(`${customer} ${id}`, { order: id, email: known.email, name: known.name })
    }
    if (found.size === limit) {
      break
    }
  }
  return [...found.values()]
}

function* eachOrder(store: JournalStore, begins: string, now: number): Generator<{ customer: string; order: string }> {
  for (const { id } of listWaiting(store, { search: begins })) {
    const order = store.receipts.load(receiptOf(id))?.event.orderId ?? ''
    if (searchable(order).startsWith(begins)) {
      yield { customer: customerOf(id), order }
    }
  }
  for (const { id, orderId } of readUnlisted(store, lastListed(store, now))) {
    if (orderId !== null && searchable(orderId).startsWith(begins)) {
      yield { customer: customerOf(id), order: orderId }
    }
  }
  for (const { customer, order } of store.pages.eachActivity({ order: begins })) {
    if (order !== null) {
      yield { customer, order }
    }
  }
}
