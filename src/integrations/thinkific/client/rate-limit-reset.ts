/** When a site that got 429 may be called again. */

const LONGEST_WAIT_MS = 5 * 60_000
const SHORTEST_WAIT_MS = 1_000
/** When Thinkific does not say: its window is a minute. */
const DEFAULT_WAIT_MS = 60_000
/** Epoch milliseconds have 13 digits; epoch seconds 10; anything shorter counts seconds from now. */
const LEAST_EPOCH_MS = 1e11
const LEAST_EPOCH_S = 1e8

/**
 * `RateLimit-Reset` in our clock's epoch ms. Thinkific sends epoch milliseconds; clients in the wild have met seconds.
 * Its clock is told by the `Date` header, so that ours being off by an hour does not hold a site for an hour.
 */
export function readResetTime(headers: Headers, now: number): number {
  const said = Number(headers.get('ratelimit-reset') ?? Number.NaN)
  const theirNow = readDate(headers) ?? now
  const wait = Number.isFinite(said) && said > 0 ? waitFor(said, theirNow) : DEFAULT_WAIT_MS
  return now + Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, wait))
}

/** The answer's `Date` header, epoch ms; null when it is missing or odd. */
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
