/** The business's labels, handed in by pages: views know none. */
import type { EventItem, EventSource } from '../../src/model/event'
import type { EventType } from '../../src/model/event-type'
import type { Outcome } from '../../src/model/outcome'

export interface Phrases {
  trigger(type: EventType): string
  /** An action's label, by its id. */
  action(id: string): string
  /** The title of the kind of integration that an action belongs to. */
  kind(action: string | null): string | null
  outcome(outcome: Outcome, action: string | null): string
  /** What an outcome means, in a sentence. */
  meaning(outcome: Outcome): string
  sender(source: EventSource): string
}

/** Id of the rule that stands for a person's own click. */
const BY_HAND = 'person'

/** Done by hand: no event from a store, no rule of the merchant's. */
export function isByHand({ rule }: { rule: { id: string } | null }): boolean {
  return rule?.id === BY_HAND
}

interface Happening {
  trigger: EventType | null
  said?: EventType
  typeWord: string
  rule: { id: string } | null
}

/** What was reported, else the trigger's label; without one, or for actions by hand, the sender's or person's own words. */
export function describeHappening(phrases: Phrases, event: Happening): string {
  const type = event.said ?? event.trigger
  return type && !isByHand(event) ? phrases.trigger(type) : event.typeWord || 'Unknown event'
}

/** How an item joined its order; the main one needs no label. */
export const ROLE_WORDS: Record<EventItem['role'], string> = {
  primary: '',
  upsell: 'upsell',
  order_bump: 'order bump',
  payment_option: 'payment option',
}

/** Encoded because entry ids contain whatever the sender put into them. */
export function entryAddress(base: string, id: string): string {
  return `${base}/logs/${encodeURIComponent(id)}`
}

/** What people do to an entry is posted below this. */
export function entryActsAddress(base: string, id: string): string {
  return `${base}/entries/${encodeURIComponent(id)}`
}

export function customerAddress(base: string, email: string): string {
  return `${base}/customers/${encodeURIComponent(email)}`
}
