/** Time zones by their IANA names, `Europe/Vienna`. A zone that this runtime does not know counts as UTC. */

/** A marketplace's zone until it chooses one. */
export const UTC = 'UTC'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

const formats = new Map<string, Intl.DateTimeFormat>()

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Every zone to choose from; `chosen` too, should this runtime not list it. */
export function listZones(chosen: string): string[] {
  return [...new Set([UTC, chosen, ...Intl.supportedValuesOf('timeZone')])].sort()
}

/** Days since January 1, 1970, as the zone's calendar shows them. @param at epoch ms */
export function dayNumber(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone)) / DAY_MS)
}

/** Start of a day, epoch ms. */
export function startOfDay(day: number, zone: string): number {
  return momentOf(day, 0, zone)
}

/**
 * When the zone's clocks show a full hour of a day, epoch ms. Daylight saving may begin or end in between, so the offset
 * is that of the moment found; an hour that the clocks skip counts as the one after.
 */
export function momentOf(day: number, hour: number, zone: string): number {
  const local = day * DAY_MS + hour * HOUR_MS
  const guess = local - offsetAt(local, zone)
  const found = local - offsetAt(guess, zone)
  return found + offsetAt(found, zone) === local ? found : Math.max(found, guess)
}

/** Hours since midnight as the zone's clocks show them, with fractions. @param at epoch ms */
export function hourOfDay(at: number, zone: string): number {
  const local = at + offsetAt(at, zone)
  return (local - Math.floor(local / DAY_MS) * DAY_MS) / HOUR_MS
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
