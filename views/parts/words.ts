/** Words of the business that the pages are handed, since views know none by themselves. */
import type { EventItem } from '../../src/model/event'
import type { Trigger } from '../../src/model/trigger'

export interface Words {
  triggers: Record<Trigger, string>
  /** An action's label, by its id. */
  action(id: string): string
}

/** The rule that stands for a person's own click. */
const BY_HAND = 'person'

/** True for what a person did by hand: no store told it, no rule of theirs fired. */
export function isByHand({ rule }: { rule: { id: string } | null }): boolean {
  return rule?.id === BY_HAND
}

interface Happening {
  trigger: Trigger | null
  typeWord: string
  rule: { id: string } | null
}

/** What happened, in the marketplace's words; in the sender's own, or a person's, where those are not it. */
export function describeHappening(words: Words, event: Happening): string {
  return event.trigger && !isByHand(event) ? words.triggers[event.trigger] : event.typeWord || 'Unknown event'
}

const SENDERS = new Map([
  ['samcart', 'SamCart'],
  ['test', 'A test event'],
])

/** Who told us, by dialect. */
export function senderName(dialect: string): string {
  return SENDERS.get(dialect) ?? 'Your store'
}

/** How an item came into its order; the main one needs no word. */
export const ROLE_WORDS: Record<EventItem['role'], string> = {
  primary: '',
  upsell: 'upsell',
  order_bump: 'order bump',
  payment_option: 'payment option',
}

/** The address of an entry's page. Ids hold whatever their sender put into them. */
export function entryAddress(base: string, id: string): string {
  return `${base}/logs/${encodeURIComponent(id)}`
}

export function customerAddress(base: string, email: string): string {
  return `${base}/customers/${encodeURIComponent(email)}`
}
