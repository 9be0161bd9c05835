/** Finds the customers an undo is about. Receipts have no index, so they are read a slice at a time. */
import { buildManualFiring } from '../customers/manual-action'
import type { JournalStore } from '../journal-store'
import type { FoundUndo, UndoExtent, UndoPage, UndoQuery } from '../queries'
import { customerOf, customerRange } from '../storage/keys'
import { type CustomerUndo, readCustomerUndo } from './undo-customer'

/** Receipts read at once: a few milliseconds. */
const SLICE_RECEIPTS = 2_000
/** What one answer looks through, other calls in between. */
const RECEIPTS_AN_ANSWER = 40_000
const CUSTOMERS_AN_ANSWER = 500

/** The next customers, who may turn out to have nothing left to undo. @param after the slice before's `next`, or '' */
export function sliceCustomers(
  store: JournalStore,
  extent: UndoExtent,
  after: string,
  most: number,
): { customers: string[]; next: string | null } {
  switch (extent.kind) {
    case 'entry':
      return { customers: [customerOf(extent.entry)], next: null }
    case 'import':
      return sliceImport(store, extent.import, after, most)
    case 'rule': {
      const names = { all: [`"id":${JSON.stringify(extent.rule)}`] }
      const { keys, last } = store.receipts.findKeysWith(names, after, SLICE_RECEIPTS)
      const found = [...new Set(keys.map(customerOf))]
      const customers = found.slice(0, most)
      const isCut = found.length > customers.length
      return { customers, next: isCut ? customerRange(customers.at(-1) ?? '')[1] : last }
    }
  }
}

function sliceImport(store: JournalStore, id: string, after: string, most: number) {
  const customers: string[] = []
  let next: string | null = after
  while (next !== null && customers.length < most) {
    next = store.imports.nextCustomer(id, next)
    if (next !== null) {
      customers.push(next)
    }
  }
  return { customers, next }
}

/** Reads on until there are enough for one answer. */
export async function readUndo(store: () => JournalStore, asked: UndoQuery, after: string): Promise<UndoPage> {
  const found = new Map<string, FoundUndo>()
  let next: string | null = after
  for (let read = 0; next !== null && read < RECEIPTS_AN_ANSWER; read += SLICE_RECEIPTS) {
    const slice = sliceCustomers(store(), asked.extent, next, CUSTOMERS_AN_ANSWER)
    for (const customer of slice.customers) {
      const undo = readCustomerUndo(store(), customer, { ...asked, id: 'preview', person: '' })
      if (undo !== null) {
        found.set(customer, toFound(undo, asked.marketplace))
      }
    }
    next = slice.next
    if (found.size >= CUSTOMERS_AN_ANSWER) {
      break
    }
    await scheduler.wait(0)
  }
  return { customers: [...found.values()], next }
}

function toFound({ customer, parts, sent, unreachable }: CustomerUndo, marketplace: string): FoundUndo {
  return {
    customer,
    sent,
    unreachable,
    entries: parts.flatMap(({ undone }) => undone).length,
    waiting: parts.flatMap(({ undone }) => undone).filter(({ result }) => result.outcome === null).length,
    due: parts.map(({ act }) => ({
      ...buildManualFiring(marketplace, act, Date.now()),
      origin: 'person',
      person: null,
    })),
  }
}
