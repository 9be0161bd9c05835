/** Whose figure a shared site's pace is. Another marketplace is never named. */
import type { KnownIntegration } from '../site/known-integrations'
import { sharedAllowance } from './call-window'

const OTHER_MARKETPLACE = 'another marketplace on this site'

/** Null where no other integration has another figure, or where Thinkific refuses this one. */
export function describePace(all: KnownIntegration[], integration: string): string | null {
  const accepted = all.filter(({ fault }) => fault === null).map(({ access }) => access)
  const own = accepted.find(({ id }) => id === integration)
  const pace = sharedAllowance(accepted.map(({ requestsPerMinute }) => requestsPerMinute))
  const others = accepted.filter((one) => one !== own && one.requestsPerMinute !== own?.requestsPerMinute)
  if (own === undefined || others.length === 0) {
    return null
  }
  if (own.requestsPerMinute === pace) {
    return `The site’s pace is ${pace} a minute, set here; it also holds back ${list(others, own.marketplace, pace)}.`
  }
  const setters = others.filter(({ requestsPerMinute }) => requestsPerMinute === pace)
  return `The site’s pace is ${pace} a minute, set by ${name(setters, own.marketplace)}; the smallest figure holds.`
}

function list(
  others: { name: string; marketplace: string; requestsPerMinute: number }[],
  marketplace: string,
  pace: number,
) {
  return name(
    others.filter(({ requestsPerMinute }) => requestsPerMinute > pace),
    marketplace,
  )
}

function name(setters: { name: string; marketplace: string }[], marketplace: string): string {
  const own = setters.find((one) => one.marketplace === marketplace)
  return own === undefined ? OTHER_MARKETPLACE : own.name
}
