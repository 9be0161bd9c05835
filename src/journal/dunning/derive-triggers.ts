/** Derives what each item of an event fires and stores its subscription's history, in the receipt's transaction. */
import type { EventItem, MarketEvent } from '../../model/event'
import type { JournalStore } from '../journal-store'
import type { ReceiptFingerprint } from '../receipts/receipt-table'
import { receiptKey } from '../storage/keys'
import { deriveEvent, type Histories, type ItemDerivation, listEarlierProducts } from './derive-event'
import { findFirstSale } from './first-sale'
import { type FirstPost, findRepeated, lastingKey } from './repeats'
import { SubscriptionRecords } from './subscription-records'

export interface EventDerivation {
  /** With an item for each earlier product it reaches. */
  event: MarketEvent
  items: ItemDerivation[]
}

/**
 * Also saves the histories. Where the event may need the rules of products that are not in `earlier`, answers those
 * products and saves nothing.
 */
export function deriveTriggers(
  store: JournalStore,
  event: MarketEvent,
  earlier: string[],
): EventDerivation | { missing: string[] } {
  const { type } = event
  if (type === null) {
    return { event, items: [] }
  }
  const records = new SubscriptionRecords(store, event)
  const histories = openHistories(store, event, records)
  const needed = listEarlierProducts(histories, event)
  if (needed.some((product) => !earlier.includes(product))) {
    return { missing: needed }
  }
  const { items, switched } = deriveEvent(histories, { ...event, type })
  records.write()
  return {
    event: { ...event, items: [...event.items, ...switched.map(({ item }) => item)] },
    items: [...items, ...switched.map(({ derivation }) => derivation)],
  }
}

function openHistories(store: JournalStore, event: MarketEvent, records: SubscriptionRecords): Histories {
  const customer = store.customerKey(event.customer?.email ?? null)
  const prints = event.items.some((item) => lastingKey(item.fingerprint) !== null)
    ? store.receipts.listFingerprints(customer)
    : []
  return {
    customer,
    load: (key) => records.load(key),
    save: (key, record) => records.save(key, record),
    findOriginal: (item, history) => {
      const posted = { event: event.id, receivedAt: event.receivedAt, fingerprint: item.fingerprint }
      return findRepeated(posted, findFirstPost(prints, item), history)
    },
    toReceipt: (id) => receiptKey(customer, id),
    findSale: (order, product) =>
      findFirstSale(store.receipts, customer, { order, product, test: event.test === true }),
  }
}

/** Searches the customer's receipts, which saves storing a row per line or transaction. */
function findFirstPost(prints: ReceiptFingerprint[], item: EventItem): FirstPost | null {
  const key = lastingKey(item.fingerprint)
  const first = key === null ? undefined : prints.find((one) => one.print.key === key)
  return first === undefined ? null : { at: first.opened, event: first.event }
}
