/** When access ends. Moments are epoch ms; `ENDLESS` stands for no end and `NEVER` for no access at all. */
import type { EndAccess } from '../../../model/rule'
import type { Claim, Create, Ending, Purchase, Removal } from './customer'
import { compareEvents, compareOccurrences, pickLater } from './occurrence'

export const ENDLESS = Number.POSITIVE_INFINITY
export const NEVER = Number.NEGATIVE_INFINITY

/** Thinkific's "no end" where it must be a date, 31 December 2099: what ends then or later has no end. */
export const FAR_FUTURE = Date.UTC(2099, 11, 31)

const DAY_MS = 86_400_000
const SECOND_MS = 1_000
const ENDS_KEPT = 12

/** A stored end as a moment. */
export function toMoment(until: number | null): number {
  return until === null || until >= FAR_FUTURE ? ENDLESS : until
}

/** A moment as it is stored and sent: null for no end. */
export function toStoredEnd(moment: number): number | null {
  return moment === ENDLESS ? null : moment
}

/** Thinkific shows whole seconds, so that is what we ask for: a date that compares equal is not sent again. */
export function toWholeSecond(moment: number): number {
  return Math.floor(moment / SECOND_MS) * SECOND_MS
}

/** `days` after a moment. */
export function addDays(at: number, days: number): number {
  return toWholeSecond(at + days * DAY_MS)
}

/** The later of two creates; of two that one event asks for at once, the one that gives more. */
export function pickLaterCreate(one: Create | null, other: Create): Create {
  const atOnce = one !== null && compareEvents(one.happened, other.happened) === 0
  if (!atOnce || toMoment(one.until) === toMoment(other.until)) {
    return pickLater(one, other)
  }
  return toMoment(one.until) > toMoment(other.until) ? one : other
}

/** When this claim's own access ends. An ending never extends what an earlier one left. */
export function claimEnd(purchase: Purchase, claim: Claim): number {
  if (claim.create === null) {
    return NEVER
  }
  const ends = findDecidingEndings(purchase, claim).map((ending) => resolveEnding(purchase, ending))
  return Math.min(toMoment(claim.create.until), ...ends)
}

/**
 * The endings that overrule the create, the earliest first: those that happened later; and of a one-time purchase its
 * refund whenever it happened, unless a person opened access again after it. Without any id, what is bought after a
 * refund is another purchase, for all we know.
 */
export function findDecidingEndings(purchase: Purchase, { create, ends }: Claim): Ending[] {
  if (create === null) {
    return ends
  }
  const bought = create.happened.trigger === 'product.purchased' && !create.byPerson
  const forGood = bought && isOneTimeOrder(purchase)
  return ends.filter((end) => compareOccurrences(end.happened, create.happened) > 0 || (forGood && isRefund(end)))
}

/** One more ending (or removal) among those kept; what a later one with an earlier end makes idle is dropped. */
export function withEnding<Kept extends Ending>(ends: Kept[], added: Kept): Kept[] {
  const others = ends.filter(({ happened }) => compareOccurrences(happened, added.happened) !== 0)
  const sorted = [...others, added].sort((a, b) => compareOccurrences(a.happened, b.happened))
  return sorted
    .filter((one, index) => !sorted.slice(index + 1).some((other) => isMadeIdle(other, one)))
    .slice(-ENDS_KEPT)
}

/** The end of a paid period may yet be told, so it is never idle nor makes idle; nor is a refund by anything else. */
function isMadeIdle(later: Ending, earlier: Ending): boolean {
  if (later.end.when === 'paid' || earlier.end.when === 'paid') {
    return false
  }
  if (isRefund(earlier) && !isRefund(later)) {
    return false
  }
  return resolveEnding(undefined, later) <= resolveEnding(undefined, earlier)
}

/** When an ending or a removal takes access away. */
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
      // What is paid for may be over already; an ending never lies before its own event.
      return Math.max(at, paidEnd(purchase, addDays(purchase?.paidAt ?? at, end.days)))
  }
}

/** As named; a payment after that which names no end of its own may have bought more. `counted`: N days after the last one. */
function paidEnd(purchase: Purchase | undefined, counted: number): number {
  const { paidUntil, paidAt } = purchase ?? { paidUntil: null, paidAt: null }
  if (paidUntil === null) {
    return counted
  }
  return (paidAt ?? 0) > paidUntil.at ? Math.max(paidUntil.until, counted) : paidUntil.until
}

/** No subscription's id was ever told: it is paid once and can be refunded once, as far as its purchase says. */
function isOneTimeOrder({ orders, subscriptions }: Purchase): boolean {
  return orders.length > 0 && subscriptions.length === 0
}

function isRefund({ happened }: Ending): boolean {
  return happened.trigger === 'product.refunded' || happened.trigger === 'product.partially_refunded'
}
