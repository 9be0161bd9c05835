/** Which triggers an event fires, item by item. */
import type { MarketEvent } from '../intake/event'
import type { Fired } from '../rules/match'
import type { Books } from './books'

export interface Told {
  fired: Fired[][]
  /** Why an item fired nothing; null where it did. */
  why: (string | null)[]
}

export function told(_books: Books, event: MarketEvent): Told {
  const { type, happenedAt } = event
  if (type === null) return { fired: [], why: [] }
  const triggers = type === 'subscription.delinquent' ? [type, 'subscription.canceled' as const] : [type]
  const fired = triggers.map((trigger): Fired => ({ trigger, happenedAt, impliedBy: null }))
  return { fired: event.items.map(() => fired), why: event.items.map(() => null) }
}
