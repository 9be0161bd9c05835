/** When a purchase is behind with payments: from a failure to the next success, restart or new order. */
import type { EventType } from '../../../model/event-type'
import type { LedgerEvent } from './ledger-event'
import { isOfKind, RESTARTS } from './undoing'

const ENDS_DUNNING: ReadonlySet<EventType> = new Set<EventType>([
  'product.purchased',
  'subscription.charged',
  'subscription.recovered',
  'subscription.completed',
  ...RESTARTS,
])

export function endsDunning(type: EventType): boolean {
  return ENDS_DUNNING.has(type)
}

/** Behind with payments when the event happened. */
export function isInDunning(event: LedgerEvent, events: LedgerEvent[]): boolean {
  const before = events
    .slice(0, events.indexOf(event))
    .findLast(({ type }) => isOfKind(type, 'dunning') || endsDunning(type))
  return before !== undefined && isOfKind(before.type, 'dunning')
}
