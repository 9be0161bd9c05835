/** Reads the ways in which senders write a moment. Pure. */

/** Also as Ruby writes it, with `UTC`. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i
/** As nearly every program writes it, on a day that is in the calendar whatever the year. */
const PLAIN =
  /^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30))T\d\d:\d\d:\d\d(?:\.\d+)?Z$/
/** As mail and HTTP headers have it, and PHP's `date('r')`. */
const RFC_2822 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|UTC|[+-]\d{4})$/
/** A JavaScript Date as text. */
const DATE_TEXT = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}(?: \([^)]*\))?$/
const EPOCH = /^\d{10,13}(\.\d+)?$/
/** 2001 to 2286 in seconds: smaller numbers are counts or ids, larger ones are milliseconds. */
const LEAST_EPOCH = 1e9
const MOST_EPOCH_SECONDS = 1e10
/** Dates before it stand for none: year 1 in .NET, 1970 wherever a zero became a date. */
const EARLIEST = Date.UTC(1990, 0, 1)

/** What a date without a time means. `noon`: its middle in UTC. */
export type DayReading = 'start' | 'noon'

/** Epoch ms; null for what is no moment. Without a zone it is UTC. */
export function parseMoment(value: string | number, day: DayReading): number | null {
  const text = String(value).trim()
  const at = PLAIN.test(text) ? Date.parse(text) : EPOCH.test(text) ? fromEpoch(Number(text)) : fromText(text, day)
  return Number.isFinite(at) && at >= EARLIEST ? at : null
}

/** A date without a time. */
export function isDateAlone(value: unknown): boolean {
  const found = typeof value === 'string' ? ISO.exec(value.trim()) : null
  return found !== null && found[2] === undefined
}

function fromEpoch(count: number): number {
  if (count < LEAST_EPOCH) {
    return Number.NaN
  }
  return Math.floor(count < MOST_EPOCH_SECONDS ? count * 1000 : count)
}

/** JavaScript would read `2026-03-08 00:18:35` in the machine's own zone. */
function fromText(text: string, day: DayReading): number {
  const [, date, time, zone = 'Z'] = ISO.exec(text) ?? []
  if (date === undefined) {
    return RFC_2822.test(text) || DATE_TEXT.test(text) ? Date.parse(text) : Number.NaN
  }
  if (!isInCalendar(date)) {
    return Number.NaN
  }
  if (time === undefined) {
    return Date.parse(`${date}T${day === 'start' ? '00' : '12'}:00:00Z`)
  }
  return Date.parse(`${date}T${time}${toIsoZone(zone)}`)
}

/** JavaScript reads neither `+01` nor a zone's name behind a `T`. */
function toIsoZone(zone: string): string {
  if (/^[a-z]/i.test(zone)) {
    return 'Z'
  }
  return zone.length === 3 ? `${zone}:00` : zone
}

/** JavaScript takes February 31 for March 3. Every month has 28 days; day 0 of the next is the last of one. */
function isInCalendar(date: string): boolean {
  const day = Number(date.slice(8))
  return day <= 28 || day <= new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()
}
