/** When access ends. Moments are epoch ms; `ENDLESS` means no end, `NEVER` no access at all. */
import type { EndAccess } from '../../../model/rule'
import type { Claim, Create, Ending, Purchase, Removal } from './customer'
import { compareEvents, compareOccurrences, pickLater } from './occurrence'

export const ENDLESS = Number.POSITIVE_INFINITY
export const NEVER = Number.NEGATIVE_INFINITY

/** Stands for "no end" where Thinkific needs a date. Anything from then on counts as no end. */
export const FAR_FUTURE = Date.UTC(2099, 11, 31)

const DAY_MS = 86_400_000
const SECOND_MS = 1_000
const ENDS_KEPT = 12

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

export function addDays(at: number, days: number): number {
  return toWholeSecond(at + days * DAY_MS)
}

/** The later of two creates; at the same time, the one that grants more. */
export function pickLaterCreate(one: Create | null, other: Create): Create {
  const atOnce = one !== null && compareEvents(one.happened, other.happened) === 0
  if (!atOnce || toMoment(one.until) === toMoment(other.until)) {
    return pickLater(one, other)
  }
  return toMoment(one.until) > toMoment(other.until) ? one : other
}

/** An ending never extends what an earlier one left. */
export function claimEnd(purchase: Purchase, claim: Claim): number {
  if (claim.create === null) {
    return NEVER
  }
  const ends = findDecidingEndings(purchase, claim).map((ending) => resolveEnding(purchase, ending))
  return Math.min(toMoment(claim.create.until), ...ends)
}

/**
 * Endings that overrule the create, earliest first: those that happened later, and a one-time purchase's refund at any
 * time, unless a person opened access after it. Without an id, a purchase after a refund may be another one.
 */
export function findDecidingEndings(purchase: Purchase, { create, ends }: Claim): Ending[] {
  if (create === null) {
    return ends
  }
  const bought = create.happened.trigger === 'product.purchased' && !create.byPerson
  const forGood = bought && isOneTimeOrder(purchase)
  return ends.filter((end) => compareOccurrences(end.happened, create.happened) > 0 || (forGood && isRefund(end)))
}

/** Drops endings that a later one with an earlier end makes irrelevant. */
export function withEnding<Kept extends Ending>(ends: Kept[], added: Kept): Kept[] {
  const others = ends.filter(({ happened }) => compareOccurrences(happened, added.happened) !== 0)
  const sorted = [...others, added].sort((a, b) => compareOccurrences(a.happened, b.happened))
  return sorted
    .filter((one, index) => !sorted.slice(index + 1).some((other) => isMadeIdle(other, one)))
    .slice(-ENDS_KEPT)
}

/** A paid period may still be reported, so such endings are kept; and only a refund drops a refund. */
function isMadeIdle(later: Ending, earlier: Ending): boolean {
  if (later.end.when === 'paid' || earlier.end.when === 'paid') {
    return false
  }
  if (isRefund(earlier) && !isRefund(later)) {
    return false
  }
  return resolveEnding(undefined, later) <= resolveEnding(undefined, earlier)
}

export function resolveEnding(purchase: Purchase | undefined, { happened, end }: Ending | Removal): number {
  return toMoment(toWholeSecond(endingMoment(purchase, happened.at, end)))
}

function endingMoment(purchase: Purchase | undefined, at: number, end: EndAccess): number {
  switch (end.when) {
    case 'at_once':
      return at
    case 'later':
      return addDays(at, end.days)
    case 'paid':
      // The paid period may already be over; an ending never lies before its own event.
      return Math.max(at, paidEnd(purchase, addDays(purchase?.paidAt ?? at, end.days)))
  }
}

/** The reported end, unless a later payment named none. `counted`: N days after the last payment. */
function paidEnd(purchase: Purchase | undefined, counted: number): number {
  const { paidUntil, paidAt } = purchase ?? { paidUntil: null, paidAt: null }
  if (paidUntil === null) {
    return counted
  }
  return (paidAt ?? 0) > paidUntil.at ? Math.max(paidUntil.until, counted) : paidUntil.until
}

/** No subscription id was ever reported, so it is paid once and refunded at most once. */
function isOneTimeOrder({ orders, subscriptions }: Purchase): boolean {
  return orders.length > 0 && subscriptions.length === 0
}

function isRefund({ happened }: Ending): boolean {
  return happened.trigger === 'product.refunded' || happened.trigger === 'product.partially_refunded'
}
