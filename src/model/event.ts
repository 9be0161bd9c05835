/** What happened in the marketplace, once, in our one schema. Every dialect ends here. */
import type { Fingerprint } from './fingerprint'
import type { Trigger } from './trigger'

/** The version of this shape, carried by queue messages and receipts; a reader accepts its own and the last one's. */
export const EVENT_VERSION = 1

type ItemRole = 'primary' | 'upsell' | 'order_bump' | 'payment_option'

export interface EventSubscription {
  id: string
  /** Failures in a row as the sender counts them; null when it does not say. */
  failedAttempts: number | null
  /** End of the period already paid for, epoch ms. */
  periodEnd: number | null
}

export interface EventItem {
  productId: string
  productName: string | null
  role: ItemRole
  subscription: EventSubscription | null
  /** Null when the event's own id decides repeats. */
  fingerprint: Fingerprint | null
}

export interface EventCustomer {
  /** As compared everywhere: trimmed, NFC, ASCII letters lower-cased. */
  email: string
  firstName: string | null
  lastName: string | null
  /** The marketplace's own id of the customer. */
  id: string | null
}

export interface MarketEvent {
  v: typeof EVENT_VERSION
  /** Unique in its marketplace: the sender's, or one made at arrival. */
  id: string
  marketplace: string
  endpoint: string
  dialect: string
  /** `facts`: what a charge or failure implies is derived; `triggers`: the sender's word is taken. */
  tells: 'facts' | 'triggers'
  /** Null: an authentic post we could not read as an event; `problem` says why in a merchant's words. */
  type: Trigger | null
  /** The sender's own word for the type. */
  typeWord: string
  problem: string | null
  /** Epoch ms; never later than receivedAt. */
  happenedAt: number
  receivedAt: number
  /** Null when the sender does not mark tests. */
  test: boolean | null
  /** Null only when `type` is null. */
  customer: EventCustomer | null
  orderId: string | null
  items: EventItem[]
  customFields: Record<string, string>
  /** The body as it came, for the log. */
  body: string
}

/** True for what a sender told us; a person's own test or click proves nothing of any sender. */
export function isFromSender(event: MarketEvent): boolean {
  return event.endpoint !== ''
}
