/** Whose figure a shared site's pace is. Another marketplace is never named. Times are epoch ms. */
import type { KnownIntegration } from '../site/known-integrations'
import { sharedAllowance } from './call-window'

const OTHER_MARKETPLACE = 'another marketplace on this site'
/** A key that died unnoticed holds others back an hour at most; a setter costs the site 24 calls a day. */
const PROVEN_EVERY_MS = 3_600_000
/** While Thinkific does not answer, figures count on: after an outage of a night the pace is what it was. */
const COUNTS_FOR_MS = 12 * 3_600_000

/** The integrations whose figures count: all that Thinkific accepts, on a shared site those it accepted lately. */
export function listCounted(all: KnownIntegration[], now: number): KnownIntegration[] {
  const accepted = all.filter(({ fault }) => fault === null)
  const lately = accepted.filter(({ provenAt = 0 }) => provenAt > now - COUNTS_FOR_MS)
  const isShared = new Set(accepted.map(({ access }) => access.marketplace)).size > 1
  return isShared && lately.length > 0 ? lately : accepted
}

/** Those whose figure holds another marketplace back, or would if it counted; each with when it is to be proven again. */
export function listSetters(all: KnownIntegration[], now: number): { known: KnownIntegration; due: number }[] {
  const accepted = all.filter(({ fault }) => fault === null)
  const pace = sharedAllowance(listCounted(all, now).map(({ access }) => access.requestsPerMinute))
  const holdsBack = ({ marketplace, requestsPerMinute }: KnownIntegration['access']) =>
    requestsPerMinute <= pace &&
    accepted.some(
      ({ access: other }) => other.marketplace !== marketplace && other.requestsPerMinute > requestsPerMinute,
    )
  return accepted
    .filter(({ access }) => holdsBack(access))
    .map((known) => ({ known, due: (known.provenAt ?? 0) + PROVEN_EVERY_MS }))
}

/** Null where no other integration has another figure, or where Thinkific refuses this one. */
export function describePace(all: KnownIntegration[], integration: string, now = Date.now()): string | null {
  const own = all.find(({ access, fault }) => access.id === integration && fault === null)?.access
  const counted = listCounted(all, now).map(({ access }) => access)
  const pace = sharedAllowance(counted.map(({ requestsPerMinute }) => requestsPerMinute))
  const others = counted.filter((one) => one.id !== integration && one.requestsPerMinute !== own?.requestsPerMinute)
  if (own === undefined || others.length === 0) {
    return null
  }
  const says = `The site’s pace is ${pace} a minute, set `
  if (own.requestsPerMinute === pace) {
    return `${says}here; it also holds back ${name(others, own.marketplace)}.`
  }
  const setters = others.filter(({ requestsPerMinute }) => requestsPerMinute === pace)
  const holds =
    own.requestsPerMinute < pace
      ? '. The figure here counts again once Thinkific accepts this key.'
      : '; the smallest figure holds.'
  return `${says}by ${name(setters, own.marketplace)}${holds}`
}

function name(setters: { name: string; marketplace: string }[], marketplace: string): string {
  const own = setters.find((one) => one.marketplace === marketplace)
  return own === undefined ? OTHER_MARKETPLACE : own.name
}
