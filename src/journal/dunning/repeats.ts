/** Whether an item says again what a post without an id said before. Pure: the journal looks up, asks, and writes. */
import type { Fingerprint } from '../../model/fingerprint'
import type { HistoryEntry, SubscriptionHistory } from './subscription-history'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** An order line or a transaction happens once: its copies are repeats for this long. */
const LASTING_MS = 90 * DAY_MS
/** A state posted again sooner than this is the same change, told by another rule. */
const STATE_MS = 10 * MINUTE_MS
/** A failure posted again sooner than this after its last copy is the same failure; SamCart tries again days later. */
const FAILURE_MS = 6 * HOUR_MS

/** The row kept of a line or transaction: when it first arrived (epoch ms), and as which event. */
export interface FirstPost {
  at: number
  event: string
}

/** What the judgment is about. `receivedAt` in epoch ms. */
interface RepeatCandidate {
  event: string
  receivedAt: number
  fingerprint: Fingerprint | null
}

/** The key of the one row to read before and to write after; null where the story (dunning/history.ts) knows enough. */
export function lastingKey(fingerprint: Fingerprint | null): string | null {
  return fingerprint?.kind === 'line' || fingerprint?.kind === 'transaction' ? fingerprint.key : null
}

/** The id of the first event this item repeats, itself no copy; null when it says something new. The event itself, come again, is no repeat. */
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
  const entries = [...(history?.told ?? [])].sort((one, other) => one.received - other.received)
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

/** The nearest post about that subscription, before or after: were it another one, something came between. */
function isCopy(entry: HistoryEntry, posted: RepeatCandidate, { key }: Fingerprint, within: number): boolean {
  return entry.post === key && Math.abs(posted.receivedAt - entry.received) <= within
}
