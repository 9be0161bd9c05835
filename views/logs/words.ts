/** Words of the business that the pages are handed, since views know none by themselves. */
import type { EventItem } from '../../src/intake/event'
import type { Action } from '../../src/rules/rule'
import type { Trigger } from '../../src/rules/triggers'

export interface Words {
  triggers: Record<Trigger, string>
  actions: Record<Action, string>
}

/** What happened, in the marketplace's words; in the sender's own where we know none. */
export function happened(words: Words, event: { trigger: Trigger | null; typeWord: string }): string {
  return event.trigger ? words.triggers[event.trigger] : event.typeWord || 'Unknown event'
}

/** Who told us, by dialect. */
export function senderName(dialect: string): string {
  return dialect === 'samcart' ? 'SamCart' : 'Your store'
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
