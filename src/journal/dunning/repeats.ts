/** Recognizes posts without an id that repeat an earlier one. Pure. */
import type { Fingerprint } from '../../model/fingerprint'
import type { HistoryEntry, SubscriptionHistory } from './subscription-history'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** An order line or transaction happens once, so any copy within this time is a repeat. */
const LASTING_MS = 90 * DAY_MS
/** The same state posted again within this time is one change, posted by two sender rules. */
const STATE_MS = 10 * MINUTE_MS
/** Counted from the last copy. SamCart retries a failed payment only days later. */
const FAILURE_MS = 6 * HOUR_MS

/** First arrival of a line or transaction; `at` in epoch ms. */
export interface FirstPost {
  at: number
  event: string
}

/** `receivedAt` in epoch ms. */
interface RepeatCandidate {
  event: string
  receivedAt: number
  fingerprint: Fingerprint | null
}

/** Key of an order line or transaction; null for states and failures, which the subscription's history covers. */
export function lastingKey(fingerprint: Fingerprint | null): string | null {
  return fingerprint?.kind === 'line' || fingerprint?.kind === 'transaction' ? fingerprint.key : null
}

/** The id of the original event this item repeats; null when it says something new. The same event delivered again is no repeat. */
export function findRepeated(
  posted: RepeatCandidate,
  seen: FirstPost | null,
  history: SubscriptionHistory | null,
): string | null {
  const { fingerprint } = posted
  if (fingerprint === null) {
    return null
  }
  if (lastingKey(fingerprint) !== null) {
    return findRepeatedLasting(posted, seen)
  }
  const within = fingerprint.kind === 'failure' ? FAILURE_MS : STATE_MS
  const entries = [...(history?.entries ?? [])].sort((one, other) => one.received - other.received)
  if (entries.some((one) => one.event === posted.event)) {
    return null
  }
  const neighbors = [
    entries.findLast((one) => one.received <= posted.receivedAt),
    entries.find((one) => one.received > posted.receivedAt),
  ]
  const copied = neighbors.find((one) => one && isCopy(one, posted, fingerprint, within))
  return copied?.copyOf ?? copied?.event ?? null
}

function findRepeatedLasting({ event, receivedAt }: RepeatCandidate, seen: FirstPost | null): string | null {
  if (seen === null || seen.event === event) {
    return null
  }
  return Math.abs(receivedAt - seen.at) <= LASTING_MS ? seen.event : null
}

/** Only the nearest posts before and after count: any other post between them makes it a new change. */
function isCopy(entry: HistoryEntry, posted: RepeatCandidate, { key }: Fingerprint, within: number): boolean {
  return entry.post === key && Math.abs(posted.receivedAt - entry.received) <= within
}
