/** What a bundle contained each time access through it began: an interruption may turn out to be none. */
import { ENDLESS } from './ends'
import type { Act, Opening } from './ledger-event'

/** `unless current`: where nothing is known since access last began; `unless known`: where nothing was ever known. */
type Mode = 'add' | 'unless current' | 'unless known'

/** Enough to go back to where an interruption turns out to be none. */
const MOST_OPENINGS = 4

/**
 * One of which no time is known counts as the one that lasts. One from before the act's own event was of a purchase to which
 * that was thought to belong: it was still open then. @param at of the event
 */
export function listOpenings({ opened, openings = [] }: Pick<Act, 'opened' | 'openings'>, at: number): Opening[] {
  return opened === undefined
    ? openings.map(({ since, courses }) => ({ since: Math.max(since, at), courses }))
    : [{ since: ENDLESS, courses: opened }]
}

/** Null where nothing changes. */
export function joinOpening(known: Opening[], { since, courses }: Opening, mode: Mode): Opening[] | null {
  const current = known.filter((one) => one.since >= since)
  const has = new Set(current.flatMap((one) => one.courses))
  const isKept = (mode === 'unless current' && current.length > 0) || (mode === 'unless known' && known.length > 0)
  if (isKept || (current.length > 0 && courses.every((course) => has.has(course)))) {
    return null
  }
  const isJoined = (one: Opening) => one.since === since || one.since === ENDLESS
  const joined = new Set([...known.filter(isJoined).flatMap((one) => one.courses), ...courses])
  const all = [...known.filter((one) => !isJoined(one)), { since, courses: [...joined] }]
  return all.sort((one, other) => one.since - other.since).slice(-MOST_OPENINGS)
}

export function splitOpenings(openings: Opening[], since: number): { opened: string[]; openedBefore: string[] } {
  const opened = new Set(openings.filter((one) => one.since >= since).flatMap(({ courses }) => courses))
  const before = new Set(openings.flatMap(({ courses }) => courses).filter((course) => !opened.has(course)))
  return { opened: [...opened], openedBefore: [...before] }
}
