/** What is reported again: an order line and a payment happen once, and an ending keeps its date. */
import { PAYMENTS } from '../../../model/event-type'
import { isByPerson, isPurchase, type LedgerEvent } from './ledger-event'
import { isEnding } from './undoing'

/** A purchase without ids this soon after the last is the same one, reported again. */
export const SAME_SALE_MS = 86_400_000

/** An order line happens once: reported again, it keeps its earliest date. So does a payment. */
export function mergeRepeats(events: LedgerEvent[]): LedgerEvent[] {
  const merged: LedgerEvent[] = []
  for (const event of events) {
    const at = isByPerson(event) ? -1 : merged.findIndex((one) => isRepeatOf(event, one, merged))
    const first = merged[at]
    if (first === undefined) {
      merged.push(event)
    } else {
      const { quiet, ...known } = first
      merged[at] = {
        ...known,
        // An import that repeats what was reported live silences nothing.
        ...(quiet && event.quiet ? { quiet } : {}),
        acts: [...first.acts, ...event.acts],
        payments: [...new Set([...first.payments, ...event.payments])],
      }
    }
  }
  return merged
}

function isRepeatOf(event: LedgerEvent, first: LedgerEvent, before: LedgerEvent[]): boolean {
  if (first.type !== event.type || isByPerson(first)) {
    return false
  }
  if (isPurchase(event)) {
    if (event.orders.length > 0) {
      return event.orders.some((id) => first.orders.includes(id))
    }
    if (event.payments.length > 0 || event.subscriptions.length > 0) {
      return first.orders.length === 0 && event.payments.some((id) => first.payments.includes(id))
    }
    const ended = before.slice(before.indexOf(first)).some(({ type }) => isEnding(type))
    return first.orders.length === 0 && !ended && event.at - first.at < SAME_SALE_MS
  }
  return PAYMENTS.has(event.type) && event.payments.some((id) => first.payments.includes(id))
}

/** A failure that makes the subscription delinquent is more than one that did not. */
export function isSameEnding(first: LedgerEvent, { type, delinquent }: LedgerEvent): boolean {
  return first.type === type && first.delinquent === delinquent
}
