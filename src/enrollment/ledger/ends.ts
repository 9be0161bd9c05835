/** When access ends. Moments are epoch ms; `ENDLESS` stands for no end and `NEVER` for no access at all. */
import type { EndAccess } from '../../rules/rule'
import type { Claim, Ending, Purchase, Removal } from './customer'
import { compareHappened } from './happened'
import { isOneTime } from './purchase'

export const ENDLESS = Number.POSITIVE_INFINITY
export const NEVER = Number.NEGATIVE_INFINITY

const DAY_MS = 86_400_000
const SECOND_MS = 1_000

/** A stored end as a moment. */
export function momentOf(until: number | null): number {
  return until ?? ENDLESS
}

/** A moment as it is stored and sent: null for no end. */
export function storedEnd(moment: number): number | null {
  return moment === ENDLESS ? null : moment
}

/** Thinkific shows whole seconds, so that is what we ask for: a date that compares equal is not sent again. */
export function wholeSecond(moment: number): number {
  return Math.floor(moment / SECOND_MS) * SECOND_MS
}

/** `days` after a moment. */
export function daysAfter(at: number, days: number): number {
  return wholeSecond(at + days * DAY_MS)
}

/** When this claim's own access ends: the later of its facts decides, and an ending never extends. */
export function endOfClaim(purchase: Purchase, claim: Claim): number {
  if (claim.create === null) return NEVER
  const granted = momentOf(claim.create.until)
  return claim.end !== null && endingDecides(purchase, claim)
    ? Math.min(granted, endOfEnding(purchase, claim.end))
    : granted
}

/** Whether the ending overrules the create. A one-time purchase never re-opens its own refund, unless a person does. */
export function endingDecides(purchase: Purchase, { create, end }: Claim): boolean {
  if (end === null) return false
  if (create === null || compareHappened(end.happened, create.happened) > 0) return true
  return isOneTime(purchase) && !create.byPerson && isRefund(end)
}

/** When an ending or a removal takes access away. */
export function endOfEnding(purchase: Purchase | undefined, { happened, end }: Ending | Removal): number {
  return wholeSecond(endingMoment(purchase, happened.at, end))
}

function endingMoment(purchase: Purchase | undefined, at: number, end: EndAccess): number {
  switch (end.when) {
    case 'at_once':
      return at
    case 'later':
      return daysAfter(at, end.days)
    case 'paid':
      // What is paid for may be over already; an ending never lies before its own event.
      return Math.max(at, purchase?.paidUntil?.until ?? daysAfter(purchase?.paidAt ?? at, end.days))
  }
}

function isRefund({ happened }: Ending): boolean {
  return happened.trigger === 'product.refunded' || happened.trigger === 'product.partially_refunded'
}
