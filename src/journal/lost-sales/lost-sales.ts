/** Lost sales as pages ask for them, and what a click does to one. */
import type { JournalStore } from '../journal-store'
import type { LostSaleGroup, LostSalesAnswer } from '../queries'
import { readFact, writeFact } from '../storage/facts'
import { LOST_SALE_KINDS, type LostSale } from './lost-sale'
import { isReported } from './reported'
import { NOTHING_COMPARED } from './state'

/** Of a kind; the others follow once these are settled. */
const SHOWN = 100
/** Looked through at once for what was reported since. */
const CHECKED = 500

export function readLostSales(store: JournalStore, now: number): LostSalesAnswer {
  endReported(store, '', CHECKED, now)
  const counts = new Map(store.lostSales.count().map((one) => [one.kind, one]))
  const groups = LOST_SALE_KINDS.flatMap((kind): LostSaleGroup[] => {
    const counted = counts.get(kind)
    return counted === undefined ? [] : [{ kind, count: counted.count, sales: store.lostSales.listOpen(kind, SHOWN) }]
  })
  const { last, problem, spent, round } = readFact(store.sql, 'lost sales') ?? NOTHING_COMPARED
  return { groups, settling: store.lostSales.listSettling().length, last, problem, spent, goesOn: round !== null }
}

/** Ends open ones whose report came late. Returns where to go on; null at the end. */
export function endReported(store: JournalStore, after: string, limit: number, now: number): string | null {
  const open = store.lostSales.listOpenAfter(after, limit)
  for (const { sale, customer } of open) {
    if (hasReport(store, sale, customer)) {
      store.lostSales.end(sale.id, 'reported', now)
    }
  }
  return open.length < limit ? null : (open.at(-1)?.sale.id ?? null)
}

/** @param customer see keys.ts */
export function hasReport(store: JournalStore, sale: LostSale, customer: string): boolean {
  const events: Parameters<typeof isReported>[1][number][] = []
  for (const { receipt } of store.receipts.eachForCustomer(customer)) {
    if (receipt !== null) {
      const { type, orderId, items, happenedAt } = receipt.event
      events.push({ type, orderId, items, happenedAt })
    }
  }
  return isReported(sale, events)
}

export function leaveLostSale(store: JournalStore, id: string, now: number): void {
  if (store.lostSales.findOpen(id) !== null) {
    store.lostSales.end(id, 'left', now)
  }
}

export function forgetComparison(sql: SqlStorage): void {
  const known = readFact(sql, 'lost sales')
  if (known !== null) {
    writeFact(sql, 'lost sales', { ...known, round: null, problem: null })
  }
}
