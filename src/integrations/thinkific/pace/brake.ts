/**
 * Slows a site down after a 429. We stay below the allowance, so a 429 means the owner's other tools use it too: the
 * site waits for Thinkific's reset, continues at half its rate, and regains a twelfth of the allowance per minute
 * without another 429 (at 120 a minute: 60, 70, 80 … 120 after six minutes).
 */
import type { Pace } from './call-window'

export interface Brake {
  /** Time of the 429, epoch ms; 429s of calls that left before it are ignored. */
  since: number
  /** No calls before this, epoch ms. */
  until: number
  /** Calls per window right after `until`. */
  ceiling: number
}

const RAISE_EVERY_MS = 60_000
const RAISE_SHARE = 1 / 12
/** The rate never falls below this share. */
const LEAST_SHARE = 1 / 12

/** For a 429 to a call that left at `sentAt`; times in epoch ms of our clock. Persist the result. */
export function applyBrake(pace: Pace, now: number, resetAt: number, sentAt: number): Pace {
  const { brake: before } = pace
  if (before !== null && sentAt <= before.since) {
    return { ...pace, brake: { ...before, until: Math.max(before.until, resetAt) } }
  }
  const ceiling = Math.max(shareOf(pace, LEAST_SHARE), Math.floor(ceilingAt(pace, now) / 2))
  return { ...pace, brake: { since: now, until: Math.max(resetAt, before?.until ?? 0), ceiling } }
}

/** Calls per window at that time. */
export function ceilingAt({ brake: current, allowance }: Pick<Pace, 'brake' | 'allowance'>, now: number): number {
  if (current === null) {
    return allowance
  }
  const minutes = Math.max(0, Math.floor((now - current.until) / RAISE_EVERY_MS))
  return Math.min(allowance, current.ceiling + minutes * shareOf({ allowance }, RAISE_SHARE))
}

/** Null once it no longer slows anything. */
export function activeBrake(pace: Pace, now: number): Brake | null {
  return ceilingAt(pace, now) < pace.allowance ? pace.brake : null
}

function shareOf({ allowance }: Pick<Pace, 'allowance'>, share: number): number {
  return Math.max(1, Math.floor(allowance * share))
}
