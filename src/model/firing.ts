/** One instruction for one item of one event; it ends in exactly one outcome. */
import type { StoredInstruction } from './instruction'
import type { Trigger } from './trigger'

export interface Firing extends StoredInstruction {
  /** `<receipt>~<n>`, the same however often the event is matched (journal/storage/keys.ts). */
  id: string
  event: string
  item: number
  trigger: Trigger
  /** Epoch ms: the event's own time, or that of an earlier event that a late one gave a new meaning. */
  happenedAt: number
  /** The earlier event that implies it, if a late event revealed it. */
  impliedBy: string | null
  /** False when the trigger only comes with the event's own. */
  ownTrigger: boolean
  /** The firing of the same event that decides for this target; this one ends `superseded`. */
  yieldsTo: string | null
}

export interface FiredTrigger {
  trigger: Trigger
  /** Epoch ms. */
  happenedAt: number
  /** The earlier event that implies it, if a late event revealed it. */
  impliedBy: string | null
}
