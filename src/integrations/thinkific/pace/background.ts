/**
 * When a call may leave that nothing waits for. Firings never reserve a sixtieth of the allowance (slot-plan.ts); these
 * calls take only that, so that a burst finds all it would find without them. Where the site has been quiet, the first few
 * of a reading follow each other, as a refresh's do.
 */
import { WINDOW_MS } from './call-window'
import { UNRESERVED_SHARE } from './slot-plan'

const QUICK_CALLS = 10
const QUICK_WITHIN_MS = 10 * 60_000

interface BackgroundSituation {
  /** Those that left before, epoch ms, ascending. */
  sent: readonly number[]
  /** All calls of the last window. */
  spent: number
  allowance: number
}

/** At or before `now` for at once; epoch ms. */
export function nextBackgroundAt({ sent, spent, allowance }: BackgroundSituation, now: number): number {
  const share = Math.max(1, Math.floor(allowance * UNRESERVED_SHARE))
  const lately = sent.filter((at) => at > now - WINDOW_MS)
  const isQuiet = spent <= lately.length && lately.length < allowance / 2
  if (isQuiet && sent.filter((at) => at > now - QUICK_WITHIN_MS).length < QUICK_CALLS) {
    return now
  }
  const blocking = lately.at(-share)
  return blocking === undefined ? now : blocking + WINDOW_MS
}

/** What is older decides nothing. */
export function withBackgroundCall(sent: readonly number[], now: number): number[] {
  return [...sent.filter((at) => at > now - QUICK_WITHIN_MS), now]
}
