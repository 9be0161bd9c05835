import { ENDLESS, FAR_FUTURE, toMoment, toStoredEnd, toWholeSecond } from '../ledger/ends'
import { occurrenceTime } from '../thinkific-job'
import type { PlanState } from './plan-state'
import type { Habits } from './site-knowledge'
import type { ThinkificAccess } from './thinkific-access'

const DAY_MS = 86_400_000

/**
 * The last second of yesterday, UTC, ends access: a date within today might last until midnight (WooNinja's client
 * changed from "now" to this in May 2026; Thinkific's own screens accept "today or earlier").
 */
export function endOfYesterday(now: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS - 1_000
}

/** Null for no end, if the site honors that. */
export function toPutEnd(end: number, habits: Habits): number | null {
  if (end !== ENDLESS) {
    return end
  }
  return habits.nullExpiry === 'ignored' ? FAR_FUTURE : null
}

/** The far future counts as no end. */
export function readEnd(expiresAt: number | null): number | null {
  return toStoredEnd(toMoment(expiresAt))
}

/**
 * `activated_at` is part of every write: a POST without it grants a preview, and a PUT without it is undocumented. An
 * active enrollment keeps its date; otherwise it starts with the event, and the same on a repeated call.
 */
export function activationDate(have: ThinkificAccess | null, state: PlanState): number {
  return have?.activatedAt ?? toWholeSecond(occurrenceTime(state.job))
}
