/** Dates as spreadsheets and stores write them. Pure. */
import type { DateEvidence, DateStyle } from '../../journal/imports/import-record'
import { momentOf } from '../../model/time-zone'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** The day Excel counts from, as days since January 1, 1970. */
const EXCEL_EPOCH_DAY = -25_569
/** 1982 to 2064; other numbers are none of Excel's dates. */
const EXCEL_DAYS: [least: number, most: number] = [30_000, 60_000]
/** Two digits before this are of this century. */
const CENTURY_TURNS = 70

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const NUMERIC = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)(.*)$/
/** 20260503 */
const WITHOUT_MARKS = /^(\d{4})(\d{2})(\d{2})$/
const YEAR_FIRST = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)(.*)$/
const MONTH_NAME_FIRST = /^(?:[a-z]{3,9},? +)?([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?!\d)(.*)$/i
const DAY_BEFORE_NAME = /^(?:[a-z]{3,9},? +)?(\d{1,2})(?:st|nd|rd|th)?[. -]+([a-z]{3,9})\.?,?[ -]+(\d{4})(?!\d)(.*)$/i
const CLOCK = /^(?:[T ,]+|,? +at +)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm|a\.m\.|p\.m\.)?\s*(.*)$/i
/** A zone named after its offset, such as `GMT+0200 (Central European Summer Time)`, says nothing more. */
const OFFSET = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?(?: .*)?$/i
const UTC_NAMES = new Set(['Z', 'UTC', 'GMT', '(UTC)', '(GMT)'])

export interface ReadDate {
  /** Epoch ms. */
  at: number
  /** Its end where it is a day without a time, whose start is `at`; else the same. */
  until: number
}

/** Null until a date appears whose first two numbers could be day and month. */
export function noteDate(known: DateEvidence | null, text: string): DateEvidence | null {
  const [, first, second] = NUMERIC.exec(text) ?? []
  if (first === undefined || second === undefined || readNumeric(first, second) === null) {
    return known
  }
  return {
    dayFirst: (known?.dayFirst ?? false) || Number(first) > MONTHS.length,
    monthFirst: (known?.monthFirst ?? false) || Number(second) > MONTHS.length,
  }
}

/** What the dates themselves say; null where any of them could be either, or some are one and some the other. */
export function guessStyle(evidence: DateEvidence[]): DateStyle | null {
  const day = evidence.some(({ dayFirst }) => dayFirst)
  const month = evidence.some(({ monthFirst }) => monthFirst)
  return day === month ? null : day ? 'day first' : 'month first'
}

/** Null for what is no date. @param style of dates like 5/3/2026 @param zone of dates that name none, an IANA name */
export function parseDate(text: string, style: DateStyle | null, zone: string): ReadDate | null {
  const number = Number(text)
  if (/^\d{10}$/.test(text)) {
    return toMoment(number * 1000)
  }
  if (/^\d{13}$/.test(text)) {
    return toMoment(number)
  }
  if (/^\d{5}(?:\.\d+)?$/.test(text)) {
    return readExcelDay(number, zone)
  }
  const parts = splitDate(text, style)
  return parts === null ? null : readParts(parts, zone)
}

interface DateParts {
  year: number
  month: number
  day: number
  rest: string
}

function splitDate(text: string, style: DateStyle | null): DateParts | null {
  const iso = YEAR_FIRST.exec(text) ?? WITHOUT_MARKS.exec(text)
  if (iso) {
    return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]), rest: iso[4] ?? '' }
  }
  const numeric = NUMERIC.exec(text)
  if (numeric) {
    const [first, second] = [Number(numeric[1]), Number(numeric[2])]
    const [month, day] = style === 'day first' ? [second, first] : [first, second]
    return style === null ? null : { year: toYear(numeric[3] ?? ''), month, day, rest: numeric[4] ?? '' }
  }
  const named = MONTH_NAME_FIRST.exec(text)
  if (named) {
    return { year: Number(named[3]), month: monthOf(named[1]), day: Number(named[2]), rest: named[4] ?? '' }
  }
  const before = DAY_BEFORE_NAME.exec(text)
  return before && { year: Number(before[3]), month: monthOf(before[2]), day: Number(before[1]), rest: before[4] ?? '' }
}

function readParts({ year, month, day, rest }: DateParts, zone: string): ReadDate | null {
  const start = Date.UTC(year, month - 1, day)
  const found = new Date(start)
  if (found.getUTCMonth() !== month - 1 || found.getUTCDate() !== day) {
    return null
  }
  const dayNumber = start / DAY_MS
  if (rest.trim() === '') {
    return toDay(dayNumber, zone)
  }
  const clock = CLOCK.exec(rest)
  const minutes = clock && readClock(clock)
  if (!clock || minutes === null) {
    return null
  }
  const offset = readOffset(clock[5]?.trim() ?? '')
  const seconds = Number(clock[3] ?? 0)
  if (offset === null) {
    return null
  }
  const at = offset === 'local' ? momentOf(dayNumber, minutes / 60, zone) : start + (minutes - offset) * MINUTE_MS
  return toMoment(Math.round(at) + seconds * 1000)
}

function toMoment(at: number): ReadDate {
  return { at, until: at }
}

/** A day on which clocks change has 23 hours, or 25. */
function toDay(day: number, zone: string): ReadDate {
  return { at: momentOf(day, 0, zone), until: momentOf(day + 1, 0, zone) - 1 }
}

/** Minutes since midnight. Some write 24:00 for the day's end, and `0:15 am` or `13:15 pm`. */
function readClock([, hours, minutes, , half]: RegExpExecArray): number | null {
  const hour = Number(hours)
  const minute = Number(minutes)
  if (minute > 59 || hour * 60 + minute > DAY_MS / MINUTE_MS) {
    return null
  }
  if (half === undefined || hour > 12) {
    return half?.toLowerCase().startsWith('a') ? null : hour * 60 + minute
  }
  const isLate = half.toLowerCase().startsWith('p')
  return ((hour % 12) + (isLate ? 12 : 0)) * 60 + minute
}

/** Minutes ahead of UTC; null for a zone by a name that several have, such as EST. */
function readOffset(text: string): number | 'local' | null {
  if (text === '') {
    return 'local'
  }
  if (UTC_NAMES.has(text.toUpperCase())) {
    return 0
  }
  const [, sign, hours, minutes] = OFFSET.exec(text) ?? []
  return sign === undefined ? null : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0))
}

function readExcelDay(number: number, zone: string): ReadDate | null {
  const [least, most] = EXCEL_DAYS
  if (number < least || number > most) {
    return null
  }
  const day = Math.floor(number)
  const hours = Math.round((number - day) * 24 * 60) / 60
  return number === day ? toDay(day + EXCEL_EPOCH_DAY, zone) : toMoment(momentOf(day + EXCEL_EPOCH_DAY, hours, zone))
}

function readNumeric(first: string, second: string): [number, number] | null {
  const numbers: [number, number] = [Number(first), Number(second)]
  return numbers.every((one) => one >= 1 && one <= 31) && numbers.some((one) => one <= MONTHS.length) ? numbers : null
}

function toYear(digits: string): number {
  const year = Number(digits)
  return digits.length > 2 ? year : year + (year < CENTURY_TURNS ? 2000 : 1900)
}

/** 1 to 12; 0, which no calendar has, for any other word. */
function monthOf(word = ''): number {
  return MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1
}
