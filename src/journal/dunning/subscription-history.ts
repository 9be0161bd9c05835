/**
 * What a journal keeps of one subscription's story, to tell what the next event means. One row, one JSON text:
 * the newest things told in the order they happened, and where every trigger stood before the oldest of them.
 */
import type { MarketEvent } from '../../model/event'
import type { Trigger } from '../../model/trigger'
import { INITIAL_STATE, type SubscriptionState } from './subscription-state'

/** Older ones are folded into `before`; a monthly subscription fills this in two years. */
export const MAX_ENTRIES = 32

/** One event as the story remembers it. Times in epoch ms. */
export interface HistoryEntry {
  event: string
  type: Trigger
  /** When it happened, and when it arrived. */
  at: number
  received: number
  tells: MarketEvent['tells']
  failedAttempts: number | null
  /** The fingerprint's key of a state or failure post, by which its copies are recognized. */
  post: string | null
  /** The first event of which this one is a copy: all of them are counted there. */
  copyOf?: string
  /** What was fired as having happened here, and the event that brought it to light. */
  fired: { trigger: Trigger; by: string }[]
}

export interface SubscriptionHistory {
  v: 1
  /** In the order they happened. */
  told: HistoryEntry[]
  /** Where every trigger stood before the first of them. */
  before: SubscriptionState
}

/** A story nothing is known of: the sender may start in its middle. */
export const EMPTY_HISTORY: SubscriptionHistory = { v: 1, told: [], before: INITIAL_STATE }

/** At equal times: purchased or charged, then failed, delinquent or canceled, then recovered or restarted, then refunded. */
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

/** Orders a story by when things happened, whatever the order they arrived in. */
export function compareByTime(one: HistoryEntry, other: HistoryEntry): number {
  return one.at - other.at || RANK[one.type] - RANK[other.type] || (one.event < other.event ? -1 : 1)
}
