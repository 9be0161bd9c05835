/** Builds the event from a parsed body and its context. */
import { EVENT_VERSION, type EventItem, type EventSource, type MarketEvent, toStoredSource } from '../model/event'
import type { EventType } from '../model/event-type'
import { type Fingerprint, fingerprint } from '../model/fingerprint'
import type { WordMeaning } from '../model/word-meaning'
import type { Format, ParsedBody, ParsedItem } from './formats/format'

/** What intake knows of an event besides its body. */
export interface EventContext {
  marketplace: string
  source: EventSource
  /** Epoch ms, stamped once. */
  receivedAt: number
  /** When the sender says it sent it, epoch ms: the event's time where the body names none. */
  sentAt?: number | undefined
  /** The endpoint's own number of failures, see MarketEvent. */
  delinquentAt?: number | undefined
  /** The event's own id, which its body may hold; null when it has none and the journal must recognize repeats. */
  identity(value: unknown): string | null
  /** What this marketplace chose for a word; null for one it chose nothing for. */
  chosen?: (word: string) => WordMeaning | null
}

export interface GivenBody {
  format: Format
  body: string
  context: EventContext
}

/** Names every field, and adds the rare ones afterwards: spreading objects cost more than everything else here. */
export function buildEvent(
  { format, body, context }: GivenBody,
  id: string | null,
  typeWord: string,
  problem: string | null,
  read: ParsedEvent,
): MarketEvent {
  const stored = toStoredSource(context.source)
  const { delinquentAt } = context
  const { ignored } = read.body
  const event: MarketEvent = {
    v: EVENT_VERSION,
    id: id ?? `evt_${crypto.randomUUID().replaceAll('-', '')}`,
    marketplace: context.marketplace,
    source: stored.source,
    endpoint: stored.endpoint,
    dialect: stored.dialect,
    reports: format.reports,
    tells: format.reports,
    type: problem === null ? read.type : null,
    typeWord,
    problem,
    happenedAt: Math.min(read.body.at ?? context.sentAt ?? context.receivedAt, context.receivedAt),
    receivedAt: context.receivedAt,
    test: read.body.test,
    customer: read.body.customer,
    orderId: read.body.orderId,
    items: read.body.items.map((item) => toItem(item, read, id === null)),
    customFields: read.body.customFields,
    body,
  }
  if (delinquentAt !== undefined) {
    // With the event, so that a later change counts for later events.
    event.delinquentAt = delinquentAt
  }
  if (ignored.length > 0) {
    event.ignored = [...ignored]
  }
  return event
}

export interface ParsedEvent {
  type: EventType | null
  body: ParsedBody
}

function toItem(given: ParsedItem, read: ParsedEvent, nameless: boolean): EventItem {
  const { productId, productName, role, subscription, unnamed, payments } = given
  const print = nameless ? fingerprintOf(given, read) : null
  const item: EventItem = { productId, productName, role, subscription, fingerprint: print }
  if (unnamed !== undefined) {
    item.unnamed = unnamed
  }
  if (payments !== undefined) {
    item.payments = payments
  }
  return item
}

function fingerprintOf({ productId, subscription, transaction }: ParsedItem, { type, body }: ParsedEvent): Fingerprint {
  const { orderId, customer, test } = body
  const subscriptionId = subscription?.id ?? null
  return fingerprint({ type, orderId, productId, subscriptionId, transaction, email: customer?.email ?? '', test })
}
