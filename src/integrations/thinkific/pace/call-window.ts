/**
 * How fast one site may be called: a sliding window, pure data in and out.
 * Thinkific allows a site so many requests in any 60 s by its own clock; two calls may swap up to half a second on
 * their way, so our window is 60.5 s (measured with 0 to 400 ms of jitter: 60.0 s lets 142 of 120 through).
 * Plans for calls to come are in slot-plan.ts, the answer to 429 in brake.ts, what survives in pace-snapshot.ts.
 */
import { activeBrake, type Brake, ceilingAt } from './brake'

export const WINDOW_MS = 60_500
/** Thinkific allows 10 at a time; a Durable Object has 6 outgoing connections. */
export const MOST_IN_FLIGHT = 6
/** Requests a minute by default. */
const USUAL_ALLOWANCE = 120
/** Highest on Plus plans. */
const LARGEST_ALLOWANCE = 1_000
/** Calls are stored as spent in blocks of this share of the allowance: one row for 12 calls at 120 a minute. */
const LEASE_SHARE = 0.1

export interface Pace {
  allowance: number
  /** Calls of the last window, epoch ms, ascending. */
  sent: number[]
  /** Slots last planned, past or future, epoch ms, ascending; at most an allowance of them. */
  planned: number[]
  inFlight: number
  /** Calls the last snapshot already counts as spent. */
  leased: number
  /** Null without a recent 429. */
  brake: Brake | null
}

/** `save`: persist a snapshot before calling. `at`: when to ask again, epoch ms; null when a call must end first. */
type TakeResult = { ok: true; pace: Pace; save: boolean } | { ok: false; at: number | null }

export function newPace(allowance: number): Pace {
  return { allowance, sent: [], planned: [], inFlight: 0, leased: 0, brake: null }
}

/** Integrations of one site share the smallest of their limits, 120 by default. */
export function sharedAllowance(requestsPerMinute: number[]): number {
  const figures = requestsPerMinute.filter((figure) => Number.isFinite(figure) && figure >= 1)
  return Math.min(LARGEST_ALLOWANCE, ...(figures.length === 0 ? [USUAL_ALLOWANCE] : figures.map(Math.floor)))
}

export function withAllowance(pace: Pace, allowance: number): Pace {
  return { ...pace, allowance, planned: pace.planned.slice(-allowance), leased: Math.min(pace.leased, allowance) }
}

/**
 * Asks for one call at `now`. `planned`: it has a reservation (slot-plan.ts); a person's click needs none, and the plan
 * makes room for it. Once granted, make the call at once, then call `endCall`.
 */
export function takeCall(pace: Pace, now: number, planned: boolean): TakeResult {
  const at = nextSlotAt(pace, now)
  if (at > now) {
    return { ok: false, at }
  }
  if (pace.inFlight >= MOST_IN_FLIGHT) {
    return { ok: false, at: null }
  }
  const sent = callsInWindow(pace.sent, now)
  // Clocks may differ after the object moves; keep the list ascending, on the safe side.
  sent.push(Math.max(now, sent.at(-1) ?? now))
  const save = pace.leased === 0
  const leased = (save ? leaseSize(pace.allowance) : pace.leased) - 1
  const plan = planned ? pace.planned : withPlannedCall(pace, now)
  return {
    ok: true,
    save,
    pace: { ...pace, sent, planned: plan, leased, inFlight: pace.inFlight + 1, brake: activeBrake(pace, now) },
  }
}

/** Whatever its outcome. */
export function endCall(pace: Pace): Pace {
  return { ...pace, inFlight: Math.max(0, pace.inFlight - 1) }
}

/** When a call with `ahead` others before it may leave, epoch ms. */
export function nextSlotAt(pace: Pace, now: number, ahead = 0): number {
  const from = Math.max(now, pace.brake?.until ?? now)
  const sent = callsInWindow(pace.sent, from)
  const blocking = sent.length + ahead - ceilingAt(pace, from)
  if (blocking < 0) {
    return from
  }
  // Beyond the known calls, each round repeats the last one a window later.
  const round = Math.floor(blocking / Math.max(1, sent.length))
  return (sent[blocking % Math.max(1, sent.length)] ?? from) + WINDOW_MS * (round + 1)
}

/** Every connection has waited for its answer for at least `ms`. */
export function isStuck(pace: Pace, now: number, ms: number): boolean {
  return pace.inFlight >= MOST_IN_FLIGHT && (pace.sent.at(-1) ?? now) <= now - ms
}

export function countSpent(pace: Pace, now: number): number {
  return callsInWindow(pace.sent, now).length
}

function callsInWindow(sent: number[], now: number): number[] {
  return sent.filter((at) => at > now - WINDOW_MS)
}

function leaseSize(allowance: number): number {
  return Math.max(1, Math.floor(allowance * LEASE_SHARE))
}

function withPlannedCall(pace: Pace, now: number): number[] {
  const after = pace.planned.findIndex((at) => at > now)
  return pace.planned.toSpliced(after < 0 ? pace.planned.length : after, 0, now).slice(-pace.allowance)
}
