/** Delays after temporary failures. A firing's rung is stored with it. */

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

const RUNGS_MS = [10 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS]
/** Every rung above the named ones. */
const HOURLY_MS = 60 * MINUTE_MS
/** Either way, so that firings that failed together do not return together. */
const JITTER = 0.2

/** Like Math.random. */
export type Random = () => number

/** `rung` counts earlier failures from 0. Returns the next try, epoch ms, and the rung to store. */
export function nextTry(rung: number, now: number, random: Random): { at: number; rung: number } {
  return { at: now + rungWait(rung, random), rung: Math.max(0, rung) + 1 }
}

function rungWait(rung: number, random: Random): number {
  const wait = RUNGS_MS[Math.max(0, Math.floor(rung))] ?? HOURLY_MS
  return Math.round(wait * (1 + JITTER * (2 * random() - 1)))
}
