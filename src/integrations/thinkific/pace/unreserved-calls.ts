/**
 * When a call may leave that nothing waits for. Firings never reserve a sixtieth of the allowance (slot-plan.ts); these
 * calls take only that, so that a burst finds all it would find without them.
 */
import { WINDOW_MS } from './call-window'
import { UNRESERVED_SHARE } from './slot-plan'

/** At or before `now` for at once; epoch ms. @param sent those that left before, ascending */
export function nextUnreservedAt(sent: readonly number[], allowance: number, now: number): number {
  const share = Math.max(1, Math.floor(allowance * UNRESERVED_SHARE))
  const blocking = sent.filter((at) => at > now - WINDOW_MS).at(-share)
  return blocking === undefined ? now : blocking + WINDOW_MS
}

/** What is older decides nothing. */
export function withUnreservedCall(sent: readonly number[], now: number): number[] {
  return [...sent.filter((at) => at > now - WINDOW_MS), now]
}
