/** What an event fires, item by item: each is told to its subscription's story, whose state is written with the receipt. */
import type { EventItem, MarketEvent } from '../../model/event'
import type { Fired } from '../../model/firing'
import type { Trigger } from '../../model/trigger'
import type { Books } from '../journal-store'
import type { Print } from '../receipts/receipt-table'
import { customerKey, receiptKey } from '../storage/keys'
import { type SubscriptionHistory, storyOf, tell, tellingOf } from './dunning'
import { repeats, type Seen, seenKey } from './repeats'

export interface Told {
  fired: Fired[]
  /** Why the item fired nothing; null where it did. */
  why: string | null
  /** The receipt of the post this item says again; null when it says something new. */
  repeats: string | null
}

const TOLD_TWICE = 'This item says again what another item of the event says.'
const TOLD_BEFORE = 'This says again what an earlier post said.'

/** Tells every item, and keeps the stories they changed. */
export function told(books: Books, event: MarketEvent): Told[] {
  const { type } = event
  if (type === null) return []
  const customer = books.customer(event.customer?.email ?? null)
  const prints = event.items.some((item) => seenKey(item.fingerprint) !== null) ? books.receipts.prints(customer) : []
  const subjects = new Set<string>()
  return event.items.map((item) => {
    const story = storyOf(event, item)
    const subject = story ?? `product ${item.productId}`
    if (subjects.has(subject)) return { fired: [], why: TOLD_TWICE, repeats: null }
    subjects.add(subject)
    return tellItem(books, { ...event, type }, item, story, customer, prints)
  })
}

function tellItem(
  books: Books,
  event: MarketEvent & { type: Trigger },
  item: EventItem,
  story: string | null,
  customer: string,
  prints: Print[],
): Told {
  const history = story === null ? null : storyOfKey(books, story)
  if (history?.told.some((one) => one.event === event.id)) {
    // Told, and yet without a receipt: it said again what an earlier post said, and the queue brought it twice.
    return { fired: [], why: TOLD_BEFORE, repeats: receiptKey(customer, event.id) }
  }
  const posted = { event: event.id, receivedAt: event.receivedAt, fingerprint: item.fingerprint }
  const original = repeats(posted, seenOf(prints, item), history)
  const again = original === null ? null : receiptKey(customer, original)
  if (story === null) {
    if (again !== null) return { fired: [], why: TOLD_BEFORE, repeats: again }
    const fired = { trigger: event.type, happenedAt: event.happenedAt, impliedBy: null }
    return { fired: [fired], why: null, repeats: null }
  }
  const tale = tell(history, tellingOf(event, item, original))
  if (tale.history !== history) keep(books, story, tale.history)
  const fired = tale.fired.map(({ trigger, happenedAt, impliedBy }) => ({ trigger, happenedAt, impliedBy }))
  return { fired, why: tale.why, repeats: fired.length === 0 ? again : null }
}

/** The first post of a line or transaction, found among the customer's receipts, which cost no row to keep it. */
function seenOf(prints: Print[], item: EventItem): Seen | null {
  const key = seenKey(item.fingerprint)
  const first = key === null ? undefined : prints.find((one) => one.print.key === key)
  return first === undefined ? null : { at: first.opened, event: first.event }
}

function storyOfKey(books: Books, story: string): SubscriptionHistory | null {
  const [row] = books.sql
    .exec<{ state: string }>('SELECT state FROM stories WHERE key = ?', hashed(books, story))
    .toArray()
  return row === undefined ? null : (JSON.parse(row.state) as SubscriptionHistory)
}

function keep(books: Books, story: string, history: SubscriptionHistory): void {
  books.sql.exec(
    'INSERT INTO stories VALUES (?1, ?2) ON CONFLICT DO UPDATE SET state = ?2',
    ...[hashed(books, story), JSON.stringify(history)],
  )
}

/** A story without subscription or order is named by the customer's email, which outlives no erasure in a hash. */
function hashed(books: Books, story: string): string {
  return customerKey(books.secret, story)
}
