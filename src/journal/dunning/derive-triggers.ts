/** Derives what each item of an event fires and stores its subscription's history, in the receipt's transaction. */
import type { EventItem, MarketEvent } from '../../model/event'
import type { JournalStore } from '../journal-store'
import type { ReceiptFingerprint } from '../receipts/receipt-table'
import { customerKey, receiptKey } from '../storage/keys'
import { deriveEvent, type Histories, type ItemDerivation, listEarlierProducts } from './derive-event'
import { type FirstPost, findRepeated, lastingKey } from './repeats'
import type { SubscriptionHistory, SubscriptionRecord } from './subscription-history'

/** The event with an item for each earlier product it reaches, and what each item fires. Also saves the histories. */
export function deriveTriggers(
  store: JournalStore,
  event: MarketEvent,
): { event: MarketEvent; items: ItemDerivation[] } {
  const { type } = event
  if (type === null) {
    return { event, items: [] }
  }
  const { items, switched } = deriveEvent(openHistories(store, event), { ...event, type })
  return {
    event: { ...event, items: [...event.items, ...switched.map(({ item }) => item)] },
    items: [...items, ...switched.map(({ derivation }) => derivation)],
  }
}

/** Products whose rules the event may need besides those of its own items. */
export function findEarlierProducts(store: JournalStore, event: MarketEvent): string[] {
  return event.type === null ? [] : listEarlierProducts({ load: (story) => loadRecord(store, story, null) }, event)
}

function openHistories(store: JournalStore, event: MarketEvent): Histories {
  const customer = store.customerKey(event.customer?.email ?? null)
  const prints = event.items.some((item) => lastingKey(item.fingerprint) !== null)
    ? store.receipts.listFingerprints(customer)
    : []
  return {
    customer,
    load: (story) => loadRecord(store, story, event),
    save: (story, record) => saveRecord(store, story, record),
    findOriginal: (item, history) => {
      const posted = { event: event.id, receivedAt: event.receivedAt, fingerprint: item.fingerprint }
      return findRepeated(posted, findFirstPost(prints, item), history)
    },
    toReceipt: (id) => receiptKey(customer, id),
  }
}

/** Searches the customer's receipts, which saves storing a row per line or transaction. */
function findFirstPost(prints: ReceiptFingerprint[], item: EventItem): FirstPost | null {
  const key = lastingKey(item.fingerprint)
  const first = key === null ? undefined : prints.find((one) => one.print.key === key)
  return first === undefined ? null : { at: first.opened, event: first.event }
}

/** 0.1.0 kept a row for each product of a subscription; those are read until they are next written. */
function loadRecord(store: JournalStore, story: string, event: MarketEvent | null): SubscriptionRecord | null {
  const known = loadRow(store, story)
  const record = known !== null && known.v === 2 ? known : null
  const products = { ...record?.products }
  for (const { productId, productName } of event?.items ?? []) {
    const old = story.startsWith('subscription|') ? loadRow(store, `${story}|${productId}`) : known
    if (products[productId] === undefined && old !== null && old.v === 1) {
      products[productId] = { name: productName, bought: [], history: old }
    }
  }
  return Object.keys(products).length === 0 ? record : { v: 2, products }
}

function loadRow(store: JournalStore, story: string): SubscriptionRecord | SubscriptionHistory | null {
  const [row] = store.sql
    .exec<{ state: string }>('SELECT state FROM stories WHERE key = ?', hashStory(store, story))
    .toArray()
  return row === undefined ? null : JSON.parse(row.state)
}

function saveRecord(store: JournalStore, story: string, record: SubscriptionRecord): void {
  store.sql.exec(
    'INSERT INTO stories VALUES (?1, ?2) ON CONFLICT DO UPDATE SET state = ?2',
    ...[hashStory(store, story), JSON.stringify(record)],
  )
}

/** Hashed because a history without subscription or order is keyed by the customer's email. */
function hashStory(store: JournalStore, story: string): string {
  return customerKey(store.secret, story)
}
