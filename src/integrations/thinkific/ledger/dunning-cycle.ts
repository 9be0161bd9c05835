/** When a purchase is behind with payments: from a failure to the next success, restart or new order. */
import { type EventType, PAYMENTS, RESTARTS } from '../../../model/event-type'
import type { LedgerEvent } from './ledger-event'
import { isOfKind } from './undoing'

export function endsDunning(type: EventType): boolean {
  return PAYMENTS.has(type) || RESTARTS.has(type)
}

/** Behind with payments when the event happened. */
export function isInDunning(event: LedgerEvent, events: LedgerEvent[]): boolean {
  const before = events
    .slice(0, events.indexOf(event))
    .findLast(({ type }) => isOfKind(type, 'dunning') || endsDunning(type))
  return before !== undefined && isOfKind(before.type, 'dunning')
}
