/** What became of a customer's access to a target, from the site that changed it to the rules that listen. */
import type { Target } from './rule'
import type { AccessTrigger } from './trigger'

/** What a firing or note changed at a site. Times are epoch ms. */
export interface AccessChange {
  /** `moved`: it stays open, with another end. */
  is: 'given' | 'moved' | 'ended' | 'failed'
  target: Target
  /** The end of what is open; null for none. */
  end: number | null
  /** When it was settled, the same however often it is asked for. */
  at: number
  /** Its customer's, where the event named another's. */
  email?: string
}

export interface EventAccess {
  target: Target
  integration: { id: string; name: string; kind: string; site: string }
  /** Epoch ms; null for no end. */
  endsAt: number | null
  /** Its rules wait for their day, and then ask whether access still ends as foreseen. */
  foreseen?: true
}

/** When a rule on what is foreseen is due, epoch ms. @param noticeDays the rule's, for a reminder */
export function dueAt(type: AccessTrigger, { endsAt, foreseen }: EventAccess, noticeDays: number): number | null {
  if (!foreseen || endsAt === null) {
    return null
  }
  return type === 'access.ends_soon' ? endsAt - noticeDays * DAY_MS : endsAt
}

const DAY_MS = 86_400_000
