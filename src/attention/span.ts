const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_HOURS = 24

/** "3 days", "5 hours", "an hour". */
export function formatSpan(ms: number): string {
  const hours = Math.max(1, Math.round(ms / HOUR_MS))
  if (hours < 2 * DAY_HOURS) {
    return hours === 1 ? 'an hour' : `${hours} hours`
  }
  return `${Math.round(hours / DAY_HOURS)} days`
}

/** As formatSpan, with minutes: "a minute", "12 minutes", "3 hours". */
export function formatShortSpan(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS))
  if (minutes * MINUTE_MS >= HOUR_MS) {
    return formatSpan(ms)
  }
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
