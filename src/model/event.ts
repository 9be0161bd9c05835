/** What happened in the marketplace, once, in our one schema. Every format ends here. */

import type { EventAccess } from './access'
import type { EventType } from './event-type'
import type { Fingerprint } from './fingerprint'

/** Part of queue messages and receipts; readers accept this version and the previous one. */
export const EVENT_VERSION = 1

/** SamCart reports delinquency after four failed payments; an endpoint may have its own number. */
export const DELINQUENT_AT = 4

/** A Cancel this close to a Delinquent of the same subscription is the one it implies. */
export const SAME_DELINQUENCY_MS = 3_600_000

type ItemRole = 'primary' | 'upsell' | 'order_bump' | 'payment_option'

export interface EventSubscription {
  id: string
  /** Failures in a row as the sender counts them; null when not sent. */
  failedAttempts: number | null
  /** End of the paid period, epoch ms. */
  periodEnd: number | null
  /** It is a date without a time, by its noon in UTC: the marketplace's zone says when that day is. */
  isDay?: true
}

export interface EventItem {
  productId: string
  productName: string | null
  role: ItemRole
  subscription: EventSubscription | null
  /** What the post says about a subscription without an id. */
  unnamed?: Omit<EventSubscription, 'id'>
  /** The sender's ids of the payment: the one made, or the one refunded or disputed. Missing in events of 0.1.0. */
  payments?: string[]
  /** The plan it was switched to under the same subscription: an item added for what that subscription's end reaches. */
  switchedTo?: string
  /** Null when the event's own id decides repeats. */
  fingerprint: Fingerprint | null
}

export interface EventCustomer {
  /** Normalized, see email.ts. */
  email: string
  firstName: string | null
  lastName: string | null
  id: string | null
}

/** "Ada Byron"; null where neither name is known. */
export function fullName(customer: Pick<EventCustomer, 'firstName' | 'lastName'> | null): string | null {
  return [customer?.firstName, customer?.lastName].filter(Boolean).join(' ') || null
}

export type EventSource =
  /** `secret`: the id of the one that proved it; missing in events of earlier releases. */
  | { kind: 'endpoint'; endpoint: string; sender: string; format: string; secret?: string | undefined }
  | { kind: 'import'; format: string }
  | { kind: 'person' }
  | { kind: 'test' }
  /** What became of a customer's access, made here for rules on it. */
  | { kind: 'access' }
  /** Stands in for a queue message that no reader could take; the event's body is that message. */
  | { kind: 'unreadable' }

/** An event's source as events carry it. Read it with sourceOf, write it with toStoredSource. */
interface StoredSource {
  /** Missing in events of 0.1.0. */
  source?: EventSource
  /** Empty where no endpoint took the event. 0.1.0 reads this and `dialect`; nothing else should. */
  endpoint: string
  /** The sender's name, or the kind of the source. */
  dialect: string
}

/** `facts`: what a charge or failure implies is derived; `triggers`: the sender's word is taken. */
export type ReportKind = 'facts' | 'triggers'

/** What an event's sender reports, as events carry it. Read it with reportsOf, write it with toStoredReports. */
interface StoredReports {
  /** Missing in events of 0.1.0. */
  reports?: ReportKind
  /** 0.1.0 reads this; nothing else should. */
  tells: ReportKind
}

export interface MarketEvent extends StoredSource, StoredReports {
  v: typeof EVENT_VERSION
  /** Unique per marketplace: the sender's, or generated at arrival. */
  id: string
  marketplace: string
  /** Failures after which its endpoint calls a subscription delinquent, if not 4. */
  delinquentAt?: number
  /** Null for an authentic post we could not read; `problem` says why in a merchant's words. */
  type: EventType | null
  typeWord: string
  problem: string | null
  /** Who chose the type, where the sender's word was not understood. */
  chosenBy?: string
  /** Set where `type` is null because the word changes no access. */
  harmless?: true
  /** Epoch ms; never later than receivedAt. */
  happenedAt: number
  receivedAt: number
  /** Null when the sender does not mark tests. */
  test: boolean | null
  /** Set whenever `type` is; of what was not understood, as far as it could be read. */
  customer: EventCustomer | null
  orderId: string | null
  items: EventItem[]
  customFields: Record<string, string>
  /** Set where an access trigger is the type. */
  access?: EventAccess
  /** Fields that did not fit and count as absent: `subscription.period_end, not a date`. Missing in events of 0.1.0. */
  ignored?: string[]
  /** As received, for the log. */
  body: string
}

export function sourceOf({ source, endpoint, dialect }: StoredSource): EventSource {
  if (source !== undefined) {
    return source
  }
  if (endpoint !== '') {
    return { kind: 'endpoint', endpoint, sender: dialect, format: dialect }
  }
  return dialect === 'person' || dialect === 'unreadable' ? { kind: dialect } : { kind: 'test' }
}

/** The name of the format a body was read in; null for an event without one. */
export function formatOf(source: EventSource): string | null {
  return source.kind === 'endpoint' || source.kind === 'import' ? source.format : null
}

/** The fields that store a source: the union, and what 0.1.0 reads in its place. */
export function toStoredSource(source: EventSource): Required<StoredSource> {
  return source.kind === 'endpoint'
    ? { source, endpoint: source.endpoint, dialect: source.sender }
    : { source, endpoint: '', dialect: source.kind }
}

export function reportsOf({ reports, tells }: StoredReports): ReportKind {
  return reports ?? tells
}

/** The fields that store it: `reports`, and what 0.1.0 reads in its place. */
export function toStoredReports(reports: ReportKind): Required<StoredReports> {
  return { reports, tells: reports }
}

/** True for what a sender reported; a person's own test or click proves nothing of any sender. */
export function isFromSender(event: StoredSource): boolean {
  return sourceOf(event).kind === 'endpoint'
}

/** Start of the id of a refused post. */
export const UNREAD = 'unread_'

/** True for a post whose word may be known but whose body lacks what an event needs. */
export function isRefused(event: string): boolean {
  return event.startsWith(UNREAD)
}

/** True for what stands in for a queue message that no reader could take. */
export function isUnreadable(event: StoredSource): boolean {
  return sourceOf(event).kind === 'unreadable'
}

/** When a sender reports facts rather than triggers, a failure with enough attempts implies delinquency. */
export function impliesDelinquency(
  { type, reports, delinquentAt = DELINQUENT_AT }: Pick<MarketEvent, 'type' | 'delinquentAt'> & { reports: ReportKind },
  failedAttempts: number | null,
): boolean {
  return reports === 'facts' && type === 'subscription.charge_failed' && (failedAttempts ?? 0) >= delinquentAt
}
