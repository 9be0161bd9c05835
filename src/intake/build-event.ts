/** Builds the event from a parsed body and its context. */
import { EVENT_VERSION, type EventItem, type EventSource, type MarketEvent, toStoredSource } from '../model/event'
import type { EventType } from '../model/event-type'
import { fingerprint } from '../model/fingerprint'
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

/** Names every field: spreading objects cost more than everything else here. */
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
  return {
    v: EVENT_VERSION,
    id: id ?? `evt_${crypto.randomUUID().replaceAll('-', '')}`,
    marketplace: context.marketplace,
    source: stored.source,
    endpoint: stored.endpoint,
    dialect: stored.dialect,
    reports: format.reports,
    tells: format.reports,
    // With the event, so that a later change counts for later events.
    ...(delinquentAt === undefined ? {} : { delinquentAt }),
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
    ...(ignored.length === 0 ? {} : { ignored: [...ignored] }),
    body,
  }
}

export interface ParsedEvent {
  type: EventType | null
  body: ParsedBody
}

function toItem(item: ParsedItem, { type, body }: ParsedEvent, nameless: boolean): EventItem {
  const { productId, productName, role, subscription, unnamed, payments, transaction } = item
  const { orderId, customer, test } = body
  const particulars = { type, orderId, productId, subscriptionId: subscription?.id ?? null, transaction, test }
  const print = nameless ? fingerprint({ ...particulars, email: customer?.email ?? '' }) : null
  return {
    productId,
    productName,
    role,
    subscription,
    ...(unnamed === undefined ? {} : { unnamed }),
    ...(payments === undefined ? {} : { payments }),
    fingerprint: print,
  }
}
