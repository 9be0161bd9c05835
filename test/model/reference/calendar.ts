/** Days as a marketplace's zone counts them. */
import type { Day, Instant } from './terms'

const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the zone's clocks are ahead of UTC. */
function offset(at: Instant, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  formats.set(zone, format)
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

export function dayOf(at: Instant, zone: string): Day {
  return new Date(at + offset(at, zone)).toISOString().slice(0, 10)
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** The first instant of a day; where clocks skip midnight, the first that exists. */
export function startOf(day: Day, zone: string): Instant {
  const midnight = Date.parse(day)
  const guess = midnight - offset(midnight, zone)
  const start = midnight - offset(guess, zone)
  return dayOf(start, zone) < day ? start + 3_600_000 : start
}

/** The instant a day is over. */
export function endOf(day: Day, zone: string): Instant {
  return startOf(addDays(day, 1), zone)
}
