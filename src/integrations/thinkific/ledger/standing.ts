/** Endings of a purchase that nothing has undone, whether or not a rule acted on them. */
import { REPAYMENTS } from '../../../model/event-type'
import { isByPerson, isPurchase, type LedgerEvent } from './ledger-event'
import { findNewerPayment, readFacts } from './purchase-facts'
import { mergeRepeats } from './repeated-reports'
import { endingKind, isUndoneBy, isWaivedWhenPaid } from './undoing'

/** @param reported in the order they happened */
export function listStanding(reported: LedgerEvent[]): LedgerEvent[] {
  const events = mergeRepeats(reported.filter((event) => !isByPerson(event) && !event.stray))
  const { completedAt, payments } = readFacts(events, null)
  let standing: LedgerEvent[] = []
  for (const event of events) {
    standing = standing.filter(
      (ending) => !isPurchase(event) && !isUndoneBy(endingKind(ending, events), ending, event, events),
    )
    const kind = endingKind(event, events)
    const isWaived =
      (completedAt !== null && isWaivedWhenPaid(event)) ||
      (kind === 'refund' && findNewerPayment(event, payments) !== null)
    if (kind !== 'other' && kind !== 'completed' && !isWaived) {
      standing.push(event)
    }
  }
  return standing
}

export function findTakingBack(events: LedgerEvent[]): LedgerEvent | null {
  return listStanding(events).findLast(isMoneyGone) ?? null
}

export function isMoneyGone({ type }: LedgerEvent): boolean {
  return REPAYMENTS.has(type)
}
