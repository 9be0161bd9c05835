/** Stored as one JSON row: the newest events in the order they happened, and the state before them. */
import type { ReportKind } from '../../model/event'
import { type EventType, rankEvent } from '../../model/event-type'
import { INITIAL_STATE, type SubscriptionState } from '../../model/subscription-state'
import type { Trigger } from '../../model/trigger'

/** Older entries are folded into `before`; a monthly subscription fills this in two years. */
export const MAX_ENTRIES = 32
/** Ends the key of a customer's tests, which say nothing about real purchases. */
export const TEST = ' test'

/** Times in epoch ms. */
export interface HistoryEntry {
  event: string
  type: EventType
  /** When it happened; `received` is when it arrived. */
  at: number
  received: number
  reports: ReportKind
  failedAttempts: number | null
  /** Fingerprint key of a state or failure post, which identifies its copies. */
  post: string | null
  /** The first event this one copies. */
  copyOf?: string
  /** Key of its customer; missing in what 0.1.0 wrote. */
  who?: string
  /** Its order; missing where it names none, and in what was written before 0.2.0. */
  order?: string
  /** Reported of another product of the subscription, which this one was switched to. */
  of?: string
  /** Failures after which the endpoint calls a subscription delinquent, if not the usual number. */
  delinquentAt?: number
  /** Triggers dated to this event, and the event that revealed them. */
  fired: { trigger: Trigger; by: string }[]
}

export interface SubscriptionHistory {
  v: 1
  entries: HistoryEntry[]
  /** State before the first entry. */
  before: SubscriptionState
}

export interface PlanPurchase {
  event: string
  /** Not its sale, which named no subscription, but the first event that named its order and the subscription. */
  inferred?: true
  /** Epoch ms. */
  at: number
  order: string | null
  who: string
}

/** All products of one subscription; without one, of a single product. */
export interface SubscriptionRecord {
  v: 2
  products: Record<string, { name: string | null; bought: PlanPurchase[]; history: SubscriptionHistory }>
  /** For events that name an order alone: the subscription under which it switched plans. */
  switchedUnder?: string
  /** Empty since: each customer who reports under the id has a record of their own (shared-record.ts). */
  shared?: true
}

/** A sender may start in the middle of a subscription. */
export const EMPTY_HISTORY: SubscriptionHistory = { v: 1, entries: [], before: INITIAL_STATE }

/** It says nothing of where the product's own subscription stands. */
export function isCarried({ of }: HistoryEntry): boolean {
  return of !== undefined
}

export function isTest({ who = '' }: Pick<HistoryEntry, 'who'>): boolean {
  return who.endsWith(TEST)
}

export function compareByTime(one: HistoryEntry, other: HistoryEntry): number {
  return one.at - other.at || rankEvent(one.type) - rankEvent(other.type) || (one.event < other.event ? -1 : 1)
}
