/** Days as a marketplace's calendar has them. Moments are epoch ms; dates are `2026-12-24`. */

import { isZone, UTC } from '../../../model/time-zone'

const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** The last second of the day `days` after `at`. A zone this runtime does not know counts as UTC. */
export function endOfDay(at: number, zone: string, days = 0): number {
  return startOfDay(dayNumber(at, zone) + days + 1, zone) - 1_000
}

/** The last second of a date. */
export function endOfDate(date: string, zone: string): number {
  return startOfDay(toDayNumber(date) + 1, zone) - 1_000
}

export function startOfDate(date: string, zone: string): number {
  return startOfDay(toDayNumber(date), zone)
}

/** Days since January 1, 1970, as the zone's calendar shows them. */
export function dayNumber(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone)) / DAY_MS)
}

function toDayNumber(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS)
}

/** Daylight saving may begin or end in between, so the offset is that of the moment found. */
function startOfDay(day: number, zone: string): number {
  const local = day * DAY_MS
  const guess = local - offsetAt(local, zone)
  return local - offsetAt(guess, zone)
}

/** What the zone's clocks show beyond UTC, in ms. */
function offsetAt(at: number, zone: string): number {
  if (zone === UTC) {
    return 0
  }
  const parts = Object.fromEntries(
    formatFor(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) {
    return known
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: isZone(zone) ? zone : UTC,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, format)
  return format
}
