/**
 * What a 429 does to a site's pace. We stay below the allowance, so a 429 means that the site's owner has other tools
 * using it: the site waits for Thinkific's reset, goes on with half of what it used, and takes back a twelfth of the
 * allowance each minute that passes without another (at 120 a minute: 60, 70, 80 … 120 after six minutes).
 */
import type { Pace } from './pace'

export interface Brake {
  /** When the 429 came, epoch ms; 429s of calls that left earlier tell nothing new. */
  since: number
  /** No call before this, epoch ms. */
  until: number
  /** Calls in a window right after `until`. */
  ceiling: number
}

const RAISE_EVERY_MS = 60_000
const RAISE_SHARE = 1 / 12
/** However often it is refused, a site keeps trying at this share. */
const LEAST_SHARE = 1 / 12

/** Thinkific answered 429 to a call that left at `sentAt`; times in epoch ms of our clock. Persist the result. */
export function applyBrake(pace: Pace, now: number, resetAt: number, sentAt: number): Pace {
  const { brake: before } = pace
  if (before !== null && sentAt <= before.since) {
    return { ...pace, brake: { ...before, until: Math.max(before.until, resetAt) } }
  }
  const ceiling = Math.max(shareOf(pace, LEAST_SHARE), Math.floor(ceilingAt(pace, now) / 2))
  return { ...pace, brake: { since: now, until: Math.max(resetAt, before?.until ?? 0), ceiling } }
}

/** How many calls a window takes at that time. */
export function ceilingAt({ brake: current, allowance }: Pick<Pace, 'brake' | 'allowance'>, now: number): number {
  if (current === null) {
    return allowance
  }
  const minutes = Math.max(0, Math.floor((now - current.until) / RAISE_EVERY_MS))
  return Math.min(allowance, current.ceiling + minutes * shareOf({ allowance }, RAISE_SHARE))
}

/** The brake as it stands; null once it no longer slows anything. */
export function activeBrake(pace: Pace, now: number): Brake | null {
  return ceilingAt(pace, now) < pace.allowance ? pace.brake : null
}

function shareOf({ allowance }: Pick<Pace, 'allowance'>, share: number): number {
  return Math.max(1, Math.floor(allowance * share))
}
