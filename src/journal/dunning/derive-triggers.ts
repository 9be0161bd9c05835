/** Derives what each item of an event fires and stores its subscription's history, in the receipt's transaction. */
import type { EventItem, MarketEvent } from '../../model/event'
import { type EventType, mainTrigger } from '../../model/event-type'
import type { FiredTrigger } from '../../model/firing'
import type { JournalStore } from '../journal-store'
import type { ReceiptFingerprint } from '../receipts/receipt-table'
import { customerKey, receiptKey } from '../storage/keys'
import { findStory, observe, type SubscriptionHistory, toObservation } from './dunning'
import { type FirstPost, findRepeated, lastingKey } from './repeats'
import { explainNothingFired } from './words'

interface ItemDerivation {
  fired: FiredTrigger[]
  /** Why the item fired nothing; null if it fired. */
  why: string | null
  /** Receipt of the post this item repeats; null if it is new. */
  repeats: string | null
}

const REPEATED_IN_EVENT = 'This item says again what another item of the event says.'
const REPEATED_EARLIER = 'This says again what an earlier post said.'

/** Also saves the histories that changed. */
export function deriveTriggers(store: JournalStore, event: MarketEvent): ItemDerivation[] {
  const { type } = event
  if (type === null) {
    return []
  }
  const customer = store.customerKey(event.customer?.email ?? null)
  const prints = event.items.some((item) => lastingKey(item.fingerprint) !== null)
    ? store.receipts.listFingerprints(customer)
    : []
  const subjects = new Set<string>()
  return event.items.map((item) => {
    const story = findStory(event, item)
    const subject = story ?? `product ${item.productId}`
    if (subjects.has(subject)) {
      return { fired: [], why: REPEATED_IN_EVENT, repeats: null }
    }
    subjects.add(subject)
    return deriveItem(store, { ...event, type }, item, story, customer, prints)
  })
}

function deriveItem(
  store: JournalStore,
  event: MarketEvent & { type: EventType },
  item: EventItem,
  story: string | null,
  customer: string,
  prints: ReceiptFingerprint[],
): ItemDerivation {
  const history = story === null ? null : loadHistory(store, story)
  if (history?.told.some((one) => one.event === event.id)) {
    // In the history but without a receipt: a repeat of an earlier post, delivered twice by the queue.
    return { fired: [], why: REPEATED_EARLIER, repeats: receiptKey(customer, event.id) }
  }
  const posted = { event: event.id, receivedAt: event.receivedAt, fingerprint: item.fingerprint }
  const original = findRepeated(posted, findFirstPost(prints, item), history)
  const again = original === null ? null : receiptKey(customer, original)
  if (story === null) {
    if (again !== null) {
      return { fired: [], why: REPEATED_EARLIER, repeats: again }
    }
    const trigger = mainTrigger(event.type)
    const fired = trigger === null ? [] : [{ trigger, happenedAt: event.happenedAt, impliedBy: null }]
    return { fired, why: fired.length === 0 ? explainNothingFired(event.type) : null, repeats: null }
  }
  const tale = observe(history, toObservation(event, item, original))
  if (tale.history !== history) {
    saveHistory(store, story, tale.history)
  }
  const fired = tale.fired.map(({ trigger, happenedAt, impliedBy }) => ({ trigger, happenedAt, impliedBy }))
  return { fired, why: tale.why, repeats: fired.length === 0 ? again : null }
}

/** Searches the customer's receipts, which saves storing a row per line or transaction. */
function findFirstPost(prints: ReceiptFingerprint[], item: EventItem): FirstPost | null {
  const key = lastingKey(item.fingerprint)
  const first = key === null ? undefined : prints.find((one) => one.print.key === key)
  return first === undefined ? null : { at: first.opened, event: first.event }
}

function loadHistory(store: JournalStore, story: string): SubscriptionHistory | null {
  const [row] = store.sql
    .exec<{ state: string }>('SELECT state FROM stories WHERE key = ?', hashStory(store, story))
    .toArray()
  return row === undefined ? null : (JSON.parse(row.state) as SubscriptionHistory)
}

function saveHistory(store: JournalStore, story: string, history: SubscriptionHistory): void {
  store.sql.exec(
    'INSERT INTO stories VALUES (?1, ?2) ON CONFLICT DO UPDATE SET state = ?2',
    ...[hashStory(store, story), JSON.stringify(history)],
  )
}

/** Hashed because a history without subscription or order is keyed by the customer's email. */
function hashStory(store: JournalStore, story: string): string {
  return customerKey(store.secret, story)
}
