/** What the journal tells of a marketplace at a glance: plain data, as it crosses the object's RPC. Times are epoch ms. */

import type { FinalOutcome, Outcome, WaitReason } from '../../model/outcome'
import type { Trigger } from '../../model/trigger'

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

export interface OverviewFacts {
  lastEvent: number | null
  /** The longest gap between two events within the last 30 days, ms; null until there were enough to tell. */
  usualGap: number | null
  /** No event for well longer than the usual gap. */
  silent: boolean
  waiting: number
  parked: ParkedGroup[]
  /** What failed within a week and nobody gave up on; null: nothing. */
  failed: { count: number; newest: { id: string; who: string | null; sentence: string } } | null
  /** The last 30 days, oldest first, days without entries included. */
  days: DayCounts[]
  /** While more wait than a glance could count: how many are done since it began, how many wait. */
  backlog: { since: number; done: number; waiting: number } | null
  held: number
  oldest: number | null
  /** Events kept here because the queue refused them. */
  fallback: number
  refused: number
}

export interface Sighting {
  id: string
  name: string | null
  /** When it last came, exact to the hour. */
  last: number
}

/**
 * What events brought so far. Triggers: `id` is the Trigger. Fields: the custom field's name.
 * Subscribed: the products that an event about a subscription named.
 * Marks: what only some senders tell, `test` (whether it is a test) and `period end` (until when is paid).
 */
export interface Sightings {
  products: Sighting[]
  subscribed: Sighting[]
  triggers: Sighting[]
  fields: Sighting[]
  marks: Sighting[]
}

/** One of the last events received, with how it was understood. */
export interface ReceivedEvent {
  event: string
  /** An entry of it. */
  entry: string
  receivedAt: number
  type: Trigger | null
  typeWord: string
  customer: string | null
  product: { id: string; name: string | null } | null
  outcome: Outcome
  sentence: string
}

export interface Refusal {
  endpoint: string
  at: number
  status: number
  reason: string
}

export interface RefusalSummary {
  count: number
  /** The last ten, newest first. */
  last: Refusal[]
}
