/** Moves what was reported of one customer to another, for a corrected email or two customers that are one. */
import type { Customer } from '../ledger/customer'
import { derive } from '../ledger/derive'
import { type LedgerEvent, withEvent } from '../ledger/ledger-event'

export function moveEvents(
  from: Customer,
  to: Customer,
  isMoving: (event: LedgerEvent) => boolean,
): { from: Customer; to: Customer } {
  const moving = from.history.filter(isMoving)
  const left = { ...from, history: from.history.filter((event) => !isMoving(event)) }
  return { from: derive(left).customer, to: derive(moving.reduce(withEvent, to)).customer }
}
