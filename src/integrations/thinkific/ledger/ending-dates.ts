/** When a purchase's ending takes effect, and why one ends nothing. Moments are epoch ms. */
import { UTC } from '../../../model/time-zone'
import { endOfDay } from './calendar'
import { isInDunning } from './dunning-cycle'
import { fixedEnd, paidEnd, spanEnd, spanStart, toMoment } from './ends'
import type { Fate } from './fate'
import type { Act, LedgerEvent } from './ledger-event'
import { compareEvents } from './occurrence'
import { findNewerPayment, type LedgerFacts } from './purchase-facts'
import { endingKind, isWaivedWhenPaid } from './undoing'

/** Why an ending ends nothing: the plan is paid in full, or a payment after the refunded one stands. */
export function findWaiver(event: LedgerEvent, { completedAt, payments }: LedgerFacts): Fate | null {
  if (completedAt !== null && isWaivedWhenPaid(event)) {
    return { kind: 'paid in full', at: completedAt }
  }
  if (event.type === 'product.refunded' || event.type === 'product.partially_refunded') {
    const newest = findNewerPayment(event, payments)
    return newest === null ? null : { kind: 'paid again', at: newest.at }
  }
  return null
}

/** When access begins by an act, and the end that it gives or leaves. */
export function spanOfAct(event: LedgerEvent, act: Act, facts: LedgerFacts): { start: number; end: number } {
  const start = spanStart(act.starts, event) ?? event.at
  const end = act.does === 'create' ? spanEnd(act.lasts, start, event.zone) : endOfEnding(event, act, facts)
  return { start, end }
}

export function endOfEnding(event: LedgerEvent, act: Act, facts: LedgerFacts): number {
  if (act.exact !== undefined) {
    return toMoment(act.exact)
  }
  if (isExpired(event) || act.end.when !== 'paid') {
    return fixedEnd(act.end.when === 'paid' || isExpired(event) ? { when: 'at_once' } : act.end, event)
  }
  return paidUntil(event, act.end.days, facts)
}

/** The paid period ends as the last payment, or a cancellation outside dunning, names it; never before the ending. */
export function paidUntil(event: LedgerEvent, days: number, { events, payments }: LedgerFacts): number {
  const before = payments.filter((one) => compareEvents(one.event, event) <= 0)
  const last = before.at(-1)
  const isOutside = endingKind(event, events) === 'stop' && !isInDunning(event, events)
  const own = isOutside ? event.periodEnd : null
  const both = [own, last?.periodEnd ?? null].filter((end) => end !== null)
  // A period that is only assumed gives way to one that is named.
  const named = both.length === 0 ? null : Math.max(...both)
  const counted = paidEnd(last?.at ?? event.at, named, days, event.zone)
  // A payment that names no period takes nothing from one that an earlier payment named.
  const earlier = named === null ? before : []
  const kept = earlier.flatMap(({ periodEnd }) => (periodEnd === null ? [] : [endOfDay(periodEnd, event.zone ?? UTC)]))
  return Math.max(event.at, counted, ...kept)
}

export function isExpired({ type }: LedgerEvent): boolean {
  return type === 'subscription.expired'
}
