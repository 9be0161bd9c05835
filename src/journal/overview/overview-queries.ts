/** Overview data returned over RPC. Times are epoch ms. */

import type { EventType } from '../../model/event-type'
import type { FinalOutcome, Outcome, WaitReason } from '../../model/outcome'
import type { LostSaleCount } from '../lost-sales/lost-sale-table'
import type { LostSalesState } from '../lost-sales/state'

export interface DayCounts {
  /** YYYY-MM-DD, UTC. */
  day: string
  outcomes: Partial<Record<FinalOutcome, number>>
}

export interface ParkedGroup {
  reason: WaitReason
  integration: { id: string; name: string; site: string } | null
  count: number
  oldest: number
  sentence: string
}

interface CountedEntries {
  count: number
  newest: { id: string; who: string | null; sentence: string }
}

export interface HoldSummary {
  site: string
  since: number
  until: number
  /** Entries that waited for it, and those of them that still wait. */
  waited: number
  left: number
}

export interface OverviewFacts {
  lastEvent: number | null
  /** Longest gap between events in the 30 days up to the last one, ms; null with too few events. */
  usualGap: number | null
  /** No event for well longer than the usual gap. */
  silent: boolean
  waiting: number
  parked: ParkedGroup[]
  /** Open failures; null when there are none. */
  failed: CountedEntries | null
  /** Entries that ended as failures since midnight, UTC. */
  failedToday: number
  /** Those that wait for a person to choose the purchase; null when there are none. */
  unclear: CountedEntries | null
  /** The last 30 days, oldest first, including days without entries. */
  days: DayCounts[]
  /** Null without a backlog; `done` counts since it began. */
  backlog: { since: number; done: number; waiting: number } | null
  logSize: number
  oldest: number | null
  /** Events the queue refused. */
  fallback: number
  refused: number
  /** Of the last ten per reason, those of the last 24 hours; null when there are none. */
  refusedToday: { count: number; since: number; newest: Pick<RefusedPost, 'status' | 'reason'> } | null
  /** That the journal takes in its object. */
  bytes: number
  /** Holds that ended in the last 24 hours; missing in what 0.1.0 answers. */
  endedHolds?: HoldSummary[]
  /** Channels that alerts do not get through to. */
  failingChannels: { id: string; name: string; since: number; sentence: string }[]
  /** What the store's books have and nothing reported. */
  lostSales: { counts: LostSaleCount[]; problem: LostSalesState['problem'] }
}

export interface Sighting {
  id: string
  name: string | null
  /** Exact to the hour. */
  last: number
}

/**
 * What events contained so far. Triggers: `id` is the Trigger. Fields: the custom field's name. Subscribed: products
 * named by subscription events. Marks: what only some senders report, `test` (whether it is a test) and `period end`
 * (paid until); and by which secrets posts were proved (markOfSecret).
 */
export interface Sightings {
  products: Sighting[]
  subscribed: Sighting[]
  triggers: Sighting[]
  fields: Sighting[]
  marks: Sighting[]
}

/** Entries of one product, by what came of them; `sales`: purchases among their events. */
export interface ProductFigures {
  sales: number
  enrolled: number
  ended: number
  failed: number
}

export interface ReceivedEvent {
  event: string
  entry: string
  receivedAt: number
  type: EventType | null
  typeWord: string
  customer: string | null
  product: { id: string; name: string | null } | null
  action: string | null
  outcome: Outcome
  sentence: string
}

export interface RefusedPost {
  endpoint: string
  at: number
  status: number
  reason: string
  /** The body's word for what happened, and the part of it at fault, where they could be read. Missing in what 0.1.0 wrote. */
  word?: string | null
  field?: string | null
  /** A keyed hash of the network it came from; missing in what earlier releases wrote. */
  from?: string | null
  /** Of what was authentic but not understood. */
  entry?: string
  /** Keyed hashes of what its resend would say too: the sender's id, and its details. */
  id?: string | null
  details?: string[]
  /** The entry of the post that was accepted for it, and when that was received. */
  arrived?: { entry: string; at: number }
}

/** On an entry: that its event was refused before it was accepted. Anyone may have posted that. */
export interface EarlierRefusal extends Pick<RefusedPost, 'at' | 'status' | 'reason'> {
  /** Of those that are remembered; the first is the one described. */
  count: number
}

export interface RefusalSummary {
  count: number
  /** The last ten per reason, newest first. */
  last: RefusedPost[]
}
