/** Stored as one JSON row: the newest events in the order they happened, and the state before them. */
import type { MarketEvent } from '../../model/event'
import type { Trigger } from '../../model/trigger'
import { INITIAL_STATE, type SubscriptionState } from './subscription-state'

/** Older entries are folded into `before`; a monthly subscription fills this in two years. */
export const MAX_ENTRIES = 32

/** Times in epoch ms. */
export interface HistoryEntry {
  event: string
  type: Trigger
  /** When it happened; `received` is when it arrived. */
  at: number
  received: number
  tells: MarketEvent['tells']
  failedAttempts: number | null
  /** Fingerprint key of a state or failure post, which identifies its copies. */
  post: string | null
  /** The first event this one copies. */
  copyOf?: string
  /** Triggers dated to this event, and the event that revealed them. */
  fired: { trigger: Trigger; by: string }[]
}

export interface SubscriptionHistory {
  v: 1
  /** In the order they happened. */
  told: HistoryEntry[]
  /** State before the first entry. */
  before: SubscriptionState
}

/** A sender may start in the middle of a subscription. */
export const EMPTY_HISTORY: SubscriptionHistory = { v: 1, told: [], before: INITIAL_STATE }

/** Order at equal times. */
const RANK: Record<Trigger, number> = {
  'product.purchased': 0,
  'subscription.charged': 0,
  'subscription.completed': 1,
  'subscription.charge_failed': 2,
  'subscription.delinquent': 2,
  'subscription.canceled': 2,
  'subscription.recovered': 3,
  'subscription.restarted': 3,
  'product.refunded': 4,
  'product.partially_refunded': 4,
}

export function compareByTime(one: HistoryEntry, other: HistoryEntry): number {
  return one.at - other.at || RANK[one.type] - RANK[other.type] || (one.event < other.event ? -1 : 1)
}
