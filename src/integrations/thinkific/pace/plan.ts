/**
 * When work that cannot go now will have its turn, so that the queue brings each firing back once, at its own second.
 * What is free goes at once; behind it promises stand evenly, a window's share apart, so that no two come in a crowd.
 * A sixtieth of the allowance is never promised (2 calls of 120): a person's click finds them, and they let calls that
 * came a second late catch up. Promises use 98.3 % of the allowance, 97.5 % as Thinkific's minute counts it.
 */

import { ceilingAt } from './brake'
import { type Pace, WINDOW_MS } from './pace'

const UNRESERVED_SHARE = 1 / 60

/**
 * Reserves that many calls; reserve what the firing is likely to need: a call too many goes unused in a backlog, a call
 * too few sends one firing in so many back a second time. `at` (epoch ms, `now` when there is room) is the turn of the first; `until` that of the
 * last. Persisting is not needed at once: a promise forgotten by an eviction costs its firing one more retry.
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
 * Nothing waits any more: what was promised and not used (a firing needed fewer calls, a rule was deleted) is free again.
 */
export function releaseReservations(pace: Pace): Pace {
  return { ...pace, planned: pace.sent }
}

/** How many calls of a window are promised at most. */
function reservableCalls(ceiling: number): number {
  return Math.max(1, ceiling - Math.floor(ceiling * UNRESERVED_SHARE))
}

function nextReservation(pace: Pace, now: number): number {
  const from = Math.max(now, pace.brake?.until ?? now)
  const last = pace.planned.at(-1) ?? 0
  // After a 429 the ceiling rises by the minute; what counts is where it will be by then.
  const share = reservableCalls(ceilingAt(pace, Math.max(from, last)))
  const freed = (pace.planned.at(-share) ?? Number.NEGATIVE_INFINITY) + WINDOW_MS
  return Math.max(from, freed, last > now ? last + WINDOW_MS / share : from)
}
