/** Days as a marketplace's calendar has them. Moments are epoch ms; dates are `2026-12-24`. */

import { dateNumber } from '../../../model/calendar-date'
import { dayNumber, startOfDay as startOfDayNumber } from '../../../model/time-zone'

/** The last second of the day `days` after `at`. */
export function endOfDay(at: number, zone: string, days = 0): number {
  return startOfDayNumber(dayNumber(at, zone) + days + 1, zone) - 1_000
}

export function startOfDay(at: number, zone: string, days: number): number {
  return startOfDayNumber(dayNumber(at, zone) + days, zone)
}

/** The last second of a date. */
export function endOfDate(date: string, zone: string): number {
  return startOfDayNumber(dateNumber(date) + 1, zone) - 1_000
}

export function startOfDate(date: string, zone: string): number {
  return startOfDayNumber(dateNumber(date), zone)
}
