/** Adds final entries to the pages of customers, a few hundred at a time, before the log forgets them. */
import type { JournalStore } from '../journal-store'
import { LOG_ENTRIES } from '../log/log'
import type { LogRow } from '../queries'
import { customerOf, NO_CUSTOMER, receiptOf } from '../storage/keys'
import type { Activity, CustomerFilling, ListedCustomer } from './customer-pages'
import { ERASED } from './erasure'

/** Of a page. Half the log: until then, searches find them there. */
const PAGE_ENTRIES = 500

/** Called whenever an entry became final; the caller holds a transaction. */
export function listFinalEntries(store: JournalStore, now: number): void {
  const { pages, log } = store
  const last = lastListed(store, now)
  if (log.finals - last < PAGE_ENTRIES) {
    return
  }
  if (log.finals - last > LOG_ENTRIES) {
    // A version without pages ran in between, and the log has forgotten what it did.
    pages.clear()
    lastListed(store, now)
    return
  }
  const rows = readUnlisted(store, last)
  pages.write(log.finals, now, findNew(store, rows), rows.flatMap(toActivity))
}

/** The log's last entry that is in a page, or is to be filled in. */
export function lastListed(store: JournalStore, now: number): number {
  return store.pages.lastEntry() ?? beginFilling(store, now).entry
}

/** Entries without a page, newest first. */
export function readUnlisted({ sql }: JournalStore, last: number): LogRow[] {
  return sql
    .exec<{ line: string }>('SELECT line FROM log WHERE seq > ? ORDER BY seq DESC', last)
    .toArray()
    .map(({ line }) => JSON.parse(line) as LogRow)
}

/** Several entries of one item make one line. */
function toActivity(row: LogRow, index: number, rows: LogRow[]): Activity[] {
  const customer = customerOf(row.id)
  const before = rows[index - 1]
  const repeats = before?.event === row.event && before.product?.id === row.product?.id
  return customer === NO_CUSTOMER || repeats
    ? []
    : [{ customer, at: row.happenedAt, order: row.orderId, product: row.product?.id ?? null }]
}

function beginFilling({ pages, log }: JournalStore, now: number): CustomerFilling {
  const known = pages.filling
  if (known !== null) {
    return known
  }
  // A log that forgot nothing yet has them all.
  const isWhole = log.finals <= LOG_ENTRIES
  // What closes in this millisecond may be in both, and is shown once.
  pages.filling = { since: now + 1, entry: isWhole ? 0 : log.finals, done: isWhole }
  return pages.filling
}

/** Those without an earlier receipt under this name, newest first. */
function findNew(store: JournalStore, rows: LogRow[]): ListedCustomer[] {
  const receipts = new Set(rows.map(({ id }) => receiptOf(id)))
  const found = new Map<string, ListedCustomer>()
  for (const { id, customer } of rows) {
    const key = customerOf(id)
    if (customer !== null && !customer.email.startsWith(ERASED) && !found.has(key)) {
      const isKnown = store.receipts.hasOtherClosed(key, customer.name, receipts)
      if (!isKnown) {
        found.set(key, customer)
      }
    }
  }
  return [...found.values()]
}
