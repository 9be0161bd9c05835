/**
 * Reserves future slots, so that the queue redelivers each firing once, when it can run. Free slots are used at once;
 * reservations behind them begin when their window frees and follow each other at five times the mean pace, so that the
 * last of a burst do not wait for the next window. A sixtieth of the allowance is never reserved (2 calls of 120): it
 * serves people's clicks and lets late calls catch up.
 */

import { ceilingAt } from './brake'
import { type Pace, WINDOW_MS } from './call-window'

export const UNRESERVED_SHARE = 1 / 60
/** Times the mean pace. Faster, and six connections hold back what is due; slower, and the last of a burst wait for nothing. */
const CATCH_UP = 5
/** The queue brings a firing up to a second late, and the window frees that much later. */
const LATE_MS = 1_000

/**
 * Reserve what a firing probably needs: in a backlog, a call too many goes unused, and a call too few sends some
 * firings back a second time. `at` (epoch ms) is the first slot, `until` the last. Need not be persisted at once: a
 * reservation lost to an eviction costs one more retry.
 */
export function reserve(pace: Pace, now: number, calls: number): { pace: Pace; at: number; until: number } {
  const first = nextReservation(pace, now)
  let plan = pace
  let until = first
  for (let call = 0; call < calls; call += 1) {
    until = nextReservation(plan, now)
    plan = { ...plan, planned: [...plan.planned, until].slice(-pace.allowance) }
  }
  return { pace: plan, at: Math.ceil(first), until: Math.ceil(until) }
}

/**
 * Nothing is waiting: unused reservations (a firing needed fewer calls, a rule was deleted) are free again.
 */
export function releaseReservations(pace: Pace): Pace {
  return { ...pace, planned: pace.sent }
}

/** @param now what was planned before has been used, or may still be */
export function withoutPlan(pace: Pace, now: number): Pace {
  return { ...pace, planned: pace.planned.filter((at) => at <= now) }
}

/** Per window. */
function reservableCalls(ceiling: number): number {
  return Math.max(1, ceiling - Math.floor(ceiling * UNRESERVED_SHARE))
}

function nextReservation(pace: Pace, now: number): number {
  const from = Math.max(now, pace.brake?.until ?? now)
  const last = pace.planned.at(-1) ?? 0
  // After a 429 the ceiling rises every minute; use its value at that time.
  const share = reservableCalls(ceilingAt(pace, Math.max(from, last)))
  const freed = (pace.planned.at(-share) ?? Number.NEGATIVE_INFINITY) + WINDOW_MS + LATE_MS
  // After a 429 calls are spread over the whole window.
  const apart = WINDOW_MS / share / (pace.brake === null ? CATCH_UP : 1)
  return Math.max(from, freed, last > now ? last + apart : from)
}
