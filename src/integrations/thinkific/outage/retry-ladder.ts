/** When a firing that failed temporarily is tried again (design section 7). Its rung is stored with it. */

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

const RUNGS_MS = [10 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS]
/** Every rung above the named ones. */
const HOURLY_MS = 60 * MINUTE_MS
/** Up and down, so that firings that failed together do not come back together. */
const JITTER = 0.2

/** `random`: as Math.random, from 0 to 1. */
export type Random = () => number

/**
 * The next try after the failure number `rung` (0 is the first), epoch ms, and the rung to store.
 *
 * @example
 * nextTry(0, now, Math.random) // { at: now + 8 to 12 s, rung: 1 }
 */
export function nextTry(rung: number, now: number, random: Random): { at: number; rung: number } {
  return { at: now + rungWait(rung, random), rung: Math.max(0, rung) + 1 }
}

function rungWait(rung: number, random: Random): number {
  const wait = RUNGS_MS[Math.max(0, Math.floor(rung))] ?? HOURLY_MS
  return Math.round(wait * (1 + JITTER * (2 * random() - 1)))
}
