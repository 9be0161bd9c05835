/** Dates without a time, `2026-12-24`, as a marketplace's calendar has them. Such texts sort by time. */
import { dayNumber } from './time-zone'

const DAY_MS = 86_400_000

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** False for a day the calendar does not have, such as February 30. */
export function isCalendarDate(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** Days since January 1, 1970. */
export function dateNumber(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS)
}

/** "December 24, 2026". */
export function formatCalendarDate(date: string): string {
  return formatDayNumber(dateNumber(date))
}

/** "December 24, 2026". @param day since January 1, 1970 */
export function formatDayNumber(day: number): string {
  const date = new Date(day * DAY_MS)
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`
}

/** The date in that zone. @param now epoch ms */
export function toCalendarDate(now: number, zone: string): string {
  return new Date(dayNumber(now, zone) * DAY_MS).toISOString().slice(0, '2026-12-24'.length)
}
