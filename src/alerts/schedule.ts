/** Quiet hours and the digest's hour, by the clocks of the marketplace's zone. Pure. */
import { dayNumber, hourOfDay, momentOf } from '../model/time-zone'

export interface QuietHours {
  /** Full hours, 0 to 23. */
  from: number
  until: number
}

export interface DigestTime {
  /** 0 is Sunday. */
  weekday: number
  hour: number
}

const HOUR_MS = 3_600_000
const WEEK_DAYS = 7
/** January 1, 1970, was a Thursday. */
const FIRST_WEEKDAY = 4
/** A digest that is later than this is skipped. */
const LATE_MS = 6 * HOUR_MS

/** They may span midnight. @param at epoch ms */
export function isQuiet(at: number, quiet: QuietHours | null, zone: string): boolean {
  if (quiet === null || quiet.from === quiet.until) {
    return false
  }
  const hour = hourOfDay(at, zone)
  const { from, until } = quiet
  return from < until ? hour >= from && hour < until : hour >= from || hour < until
}

/** The next moment at or after `at` that is not quiet. Zones are whole quarters of an hour apart. */
export function endOfQuiet(at: number, quiet: QuietHours | null, zone: string): number {
  const step = HOUR_MS / 4
  let moment = at
  while (isQuiet(moment, quiet, zone)) {
    moment = Math.floor(moment / step) * step + step
  }
  return moment
}

/** When the digest was last due, and when it is due next. */
export function digestTimes(at: number, { weekday, hour }: DigestTime, zone: string): { last: number; next: number } {
  const today = dayNumber(at, zone)
  const back = (((today + FIRST_WEEKDAY - weekday) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS
  const day = today - back
  const last = momentOf(day, hour, zone) <= at ? day : day - WEEK_DAYS
  return { last: momentOf(last, hour, zone), next: momentOf(last + WEEK_DAYS, hour, zone) }
}

/** @param digestedAt when the one before was due, or the channel was saved */
export function isDigestDue(at: number, time: DigestTime | null, zone: string, digestedAt: number): boolean {
  const last = time === null ? 0 : digestTimes(at, time, zone).last
  return last > digestedAt && at - last < LATE_MS
}
