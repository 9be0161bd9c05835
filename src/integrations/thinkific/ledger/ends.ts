/** When access ends. Moments are epoch ms; `ENDLESS` means no end, `NEVER` no access at all. */
import type { EndAccess } from '../../../model/rule'
import { UTC } from '../../../model/time-zone'
import { endOfDate, endOfDay, startOfDate } from './calendar'
import type { Claim } from './customer'
import type { LedgerEvent, Span } from './ledger-event'

export const ENDLESS = Number.POSITIVE_INFINITY
export const NEVER = Number.NEGATIVE_INFINITY

/** Stands for "no end" where Thinkific needs a date. Anything from then on counts as no end. */
export const FAR_FUTURE = Date.UTC(2099, 11, 31)

const DAY_MS = 86_400_000
const SECOND_MS = 1_000

export function toMoment(until: number | null): number {
  return until === null || until >= FAR_FUTURE ? ENDLESS : until
}

/** Null for no end, as stored and sent. */
export function toStoredEnd(moment: number): number | null {
  return moment === ENDLESS ? null : moment
}

/** Thinkific shows whole seconds; rounding lets equal dates compare equal, so they are not sent again. */
export function toWholeSecond(moment: number): number {
  return Math.floor(moment / SECOND_MS) * SECOND_MS
}

/** What a purchase grants of a target, before removals. */
export function claimEnd({ create, ends }: Claim): number {
  return create === null ? NEVER : Math.min(toMoment(create.until), ...ends.map(({ until }) => toMoment(until)))
}

/** When access begins; null for at once, as where the date has passed. */
export function spanStart(starts: Span, { at, zone = UTC }: LedgerEvent): number | null {
  if (starts === null) {
    return null
  }
  const start = 'date' in starts ? startOfDate(starts.date, zone) : toWholeSecond(at + starts.days * DAY_MS)
  return start > at ? start : null
}

/** The end that a payment gives. @param added days left of other purchases; ENDLESS of access without end */
export function spanEnd(lasts: Span, from: number, zone = UTC, added = 0): number {
  if (lasts === null) {
    return ENDLESS
  }
  if ('date' in lasts) {
    return endOfDate(lasts.date, zone)
  }
  return added === ENDLESS ? ENDLESS : endOfDay(from, zone, lasts.days + added)
}

/** The end of a paid period: as reported, else N days after the payment. */
export function paidEnd(paidAt: number, periodEnd: number | null, days: number, zone = UTC): number {
  return periodEnd === null ? endOfDay(paidAt, zone, days) : endOfDay(periodEnd, zone)
}

/** When an ending rule ends access, but for the paid period. */
export function fixedEnd(end: Exclude<EndAccess, { when: 'paid' }>, { at, zone = UTC }: LedgerEvent): number {
  return end.when === 'at_once' ? toWholeSecond(at) : endOfDay(at, zone, end.days)
}
