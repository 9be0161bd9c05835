/** The dates we send. */
import { ENDLESS, FAR_FUTURE, toMoment, toStoredEnd, toWholeSecond } from '../ledger/ends'
import type { Habits, PlanState } from './plan-state'
import type { ThinkificAccess } from './thinkific-access'

const DAY_MS = 86_400_000

/**
 * The last second of yesterday, UTC. A past date ends access; one within today might last until the day is over
 * (WooNinja's client moved from "now" to this in May 2026; Thinkific's own screens take "today or earlier").
 */
export function endOfYesterday(now: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS - 1_000
}

/** The `expiry_date` that a PUT sends for a wanted end: null for no end where the site honors that. */
export function toPutEnd(end: number, habits: Habits): number | null {
  if (end !== ENDLESS) {
    return end
  }
  return habits.nullExpiry === 'ignored' ? FAR_FUTURE : null
}

/** An `expiry_date` as read: the far future is no end. */
export function readEnd(expiresAt: number | null): number | null {
  return toStoredEnd(toMoment(expiresAt))
}

/**
 * `activated_at` goes with every write: left out of a POST it means a free preview, and out of a PUT nobody knows.
 * What is active stays active since then; else it begins with the event, and the same again if the call is repeated.
 */
export function activationDate(have: ThinkificAccess | null, state: PlanState): number {
  const { firing, receivedAt } = state.job
  return have?.activatedAt ?? toWholeSecond(Math.min(firing.happenedAt, receivedAt))
}
