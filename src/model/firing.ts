/** One rule, fired for one item of one event; it ends in exactly one outcome. */
import type { Rule } from './rule'
import type { Trigger } from './trigger'

export interface Firing {
  /** `<receipt>~<n>`, unique in its marketplace and the same however often the event is matched (journal/storage/keys.ts). */
  id: string
  event: string
  /** Index into the event's items. */
  item: number
  trigger: Trigger
  /** The rule as it was when it matched. */
  rule: Rule
  /** When what it acts on happened, epoch ms: the event's own time, or that of an earlier event a late one re-derived. */
  happenedAt: number
  /** The event that implies it when that is not the one that brought it (late arrivals). */
  impliedBy: string | null
  /** True where the rule listens for the event's own trigger, false for one that comes with it. */
  ownTrigger: boolean
  /** Another firing of the same event decides for this target; this one ends `superseded`. */
  yieldsTo: string | null
}

/** A trigger an item fires: dated by its own event, or by the earlier one a late arrival re-derived. */
export interface FiredTrigger {
  trigger: Trigger
  /** Epoch ms. */
  happenedAt: number
  /** The event that implies it when that is not the one that brought it. */
  impliedBy: string | null
}
