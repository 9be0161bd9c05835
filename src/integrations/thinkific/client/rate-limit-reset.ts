/** When a site may be called again after a 429. */

const LONGEST_WAIT_MS = 5 * 60_000
const SHORTEST_WAIT_MS = 1_000
/** Used when Thinkific does not say; its window is a minute. */
const DEFAULT_WAIT_MS = 60_000
/** Epoch ms have 13 digits, epoch seconds 10; anything shorter is seconds from now. */
const LEAST_EPOCH_MS = 1e11
const LEAST_EPOCH_S = 1e8

/**
 * `RateLimit-Reset` in our clock's epoch ms. Thinkific sends epoch ms; other clients have seen seconds. Corrected by
 * the `Date` header, so that a clock off by an hour does not block the site for an hour.
 */
export function readResetTime(headers: Headers, now: number): number {
  const said = Number(headers.get('ratelimit-reset') ?? Number.NaN)
  const theirNow = readDate(headers) ?? now
  const wait = Number.isFinite(said) && said > 0 ? waitFor(said, theirNow) : DEFAULT_WAIT_MS
  return now + Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, wait))
}

/** Epoch ms; null when missing or unreadable. */
export function readDate(headers: Headers): number | null {
  const date = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(date) ? null : date
}

function waitFor(said: number, theirNow: number): number {
  if (said >= LEAST_EPOCH_MS) {
    return Math.ceil(said - theirNow)
  }
  return said >= LEAST_EPOCH_S ? Math.ceil(said * 1000 - theirNow) : Math.ceil(said * 1000)
}
