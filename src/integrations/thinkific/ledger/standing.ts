/** Endings of a purchase that nothing has undone, whether or not a rule acted on them. */
import { REPAYMENTS, STOPS } from '../../../model/event-type'
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

/** The last, as it was reported live where an import repeats it. @param standing endings that stand */
export function findTakingBack(standing: LedgerEvent[]): LedgerEvent | null {
  const all = standing.filter(isMoneyGone)
  const last = all.at(-1) ?? null
  return all.findLast(({ type, quiet }) => !quiet && type === last?.type) ?? last
}

/** A failed payment alone ends no subscription. */
export function isStop({ type, delinquent }: LedgerEvent): boolean {
  return STOPS.has(type) || delinquent === true
}

export function isMoneyGone({ type }: LedgerEvent): boolean {
  return REPAYMENTS.has(type)
}
