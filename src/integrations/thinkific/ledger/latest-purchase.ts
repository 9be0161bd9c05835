/** An event without ids acts on the latest purchase of its product that it would still change. */

import { isByPerson, isPurchase, type LedgerEvent } from './ledger-event'
import { compareEvents } from './occurrence'
import { hasEnding, type PurchaseEvents } from './purchase-events'
import { hasIds } from './purchase-names'
import { mergeRepeats, SAME_SALE_MS } from './repeated-reports'
import { isMoneyGone, listStanding } from './standing'
import { endingKind, isOfKind, isUndoneBy } from './undoing'

/** @param purchases those bought by then */
export function findLatest<One extends PurchaseEvents>(event: LedgerEvent, purchases: One[]): One | undefined {
  const all = [...purchases].sort((one, other) => compareEvents(firstSale(other), firstSale(one)))
  if (all.length < 2 || isByPerson(event)) {
    return all[0]
  }
  const standing = new Map(all.map((one) => [one, listStanding(one.events)]))
  const endings = (one: One) => standing.get(one) ?? []
  if (isOfKind(event.type, 'refund') || isOfKind(event.type, 'dispute')) {
    return all.find((one) => !endings(one).some(isMoneyGone)) ?? all[0]
  }
  const undone = all.find((one) => endings(one).some((ending) => isUndone(ending, event, one)))
  if (undone !== undefined) {
    return undone
  }
  const recurring = event.type.startsWith('subscription.') ? all.filter(isSubscription) : []
  const pool = recurring.length > 0 ? recurring : all
  // One behind, refunded or paid in full is still taken, so that a second bad word does not hit the next subscription.
  return pool.find((one) => !endings(one).some((ending) => endingKind(ending, one.events) === 'stop')) ?? pool[0]
}

/** The last sale without ids, reported once more. */
export function findSoldAgain<One extends PurchaseEvents>(event: LedgerEvent, purchases: One[]): One | undefined {
  const last = purchases.findLast(({ events }) => events.some((one) => isPurchase(one) && !hasIds(one)))
  const sold = last === undefined ? undefined : mergeRepeats(last.events).findLast(isPurchase)
  const isAgain =
    last !== undefined && sold !== undefined && event.at - sold.at < SAME_SALE_MS && !hasEnding(last, sold)
  return isAgain ? last : undefined
}

function isUndone(ending: LedgerEvent, good: LedgerEvent, { events }: PurchaseEvents): boolean {
  return isUndoneBy(endingKind(ending, events), ending, good, [...events, good])
}

/** Its sale or, where that is unknown, its first event. */
export function firstSale({ events }: PurchaseEvents): LedgerEvent {
  return events.find(isPurchase) ?? (events[0] as LedgerEvent)
}

function isSubscription({ subscriptions, events }: PurchaseEvents): boolean {
  return subscriptions.size > 0 || events.some(({ type }) => type.startsWith('subscription.'))
}
