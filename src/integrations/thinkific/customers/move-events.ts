/** Moves what was reported of one customer to another, for a corrected email or two customers that are one. */
import type { Customer } from '../ledger/customer'
import { derive } from '../ledger/derive'
import { withEvent } from '../ledger/history'
import type { LedgerEvent } from '../ledger/ledger-event'

/** @param move an event as the other customer is to have it; null for one that stays */
export function moveEvents(
  from: Customer,
  to: Customer,
  move: (event: LedgerEvent) => LedgerEvent | null,
): { from: Customer; to: Customer } {
  const moved = from.history.flatMap((event) => move(event) ?? [])
  const left = { ...from, history: from.history.filter((event) => move(event) === null) }
  return { from: derive(left).customer, to: derive(moved.reduce(withEvent, to)).customer }
}
