/** Days as a marketplace's calendar has them. Moments are epoch ms; dates are `2026-12-24`. */

import { dateNumber } from '../../../model/calendar-date'
import { dayNumber, startOfDay } from '../../../model/time-zone'

/** The last second of the day `days` after `at`. */
export function endOfDay(at: number, zone: string, days = 0): number {
  return startOfDay(dayNumber(at, zone) + days + 1, zone) - 1_000
}

/** The last second of a date. */
export function endOfDate(date: string, zone: string): number {
  return startOfDay(dateNumber(date) + 1, zone) - 1_000
}

export function startOfDate(date: string, zone: string): number {
  return startOfDay(dateNumber(date), zone)
}
