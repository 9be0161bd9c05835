import { createMiddleware } from 'hono/factory'
import { tooMany } from './answers.ts'
import type { Api } from './request.ts'
import type { Site } from './site.ts'

const WINDOW_MILLISECONDS = 60_000
/** Requests a site may have in flight; the next one is refused. */
const IN_FLIGHT_MAX = 10
/** What the reset says when too many are in flight at once. */
const IN_FLIGHT_RESET_MILLISECONDS = 1_000

/** Thinkific's limits, per site and shared by everything that calls it: a sliding minute, and a ceiling in flight. */
export const withinRate = createMiddleware<Api>(async (c, next) => {
  const { site, now } = c.var
  const resetAt = blockedUntil(site, c.env.call.inFlight, now)
  if (resetAt !== null) {
    return tooMany(site.switches.body429, resetAt)
  }
  site.counted.push(now)
  await next()
})

/** When the next request is welcome, in epoch milliseconds, or null when it is now. Refused requests do not count. */
function blockedUntil(site: Site, inFlight: number, now: number): number | null {
  while ((site.counted[0] ?? now) <= now - WINDOW_MILLISECONDS) {
    site.counted.shift()
  }
  if (inFlight > IN_FLIGHT_MAX) {
    return now + IN_FLIGHT_RESET_MILLISECONDS
  }
  const oldest = site.counted[0]
  if (oldest === undefined || site.counted.length < site.requestsPerMinute) {
    return null
  }
  return oldest + WINDOW_MILLISECONDS
}
