/** An event of the marketplace in our schema. Every dialect is translated into it. */
import type { Fingerprint } from './fingerprint'
import type { Trigger } from './trigger'

/** Part of queue messages and receipts; readers accept this version and the previous one. */
export const EVENT_VERSION = 1

type ItemRole = 'primary' | 'upsell' | 'order_bump' | 'payment_option'

export interface EventSubscription {
  id: string
  /** Failures in a row as the sender counts them; null when not sent. */
  failedAttempts: number | null
  /** End of the paid period, epoch ms. */
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
  /** Normalized, see email.ts. */
  email: string
  firstName: string | null
  lastName: string | null
  /** The marketplace's own id. */
  id: string | null
}

export interface MarketEvent {
  v: typeof EVENT_VERSION
  /** Unique per marketplace: the sender's, or generated at arrival. */
  id: string
  marketplace: string
  endpoint: string
  dialect: string
  /** `facts`: we derive what a charge or failure implies; `triggers`: the sender names every trigger itself. */
  tells: 'facts' | 'triggers'
  /** Null for an authentic post we could not read; `problem` says why in a merchant's words. */
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
  /** As received, for the log. */
  body: string
}

/** False for a person's test or action, which proves nothing about the sender. */
export function isFromSender(event: MarketEvent): boolean {
  return event.endpoint !== ''
}
