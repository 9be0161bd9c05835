/** Relative or short times, with the exact one in `datetime` and on hover. */
import { formatTime, useViewer, type Viewer } from './viewer'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

interface WhenProps {
  /** Epoch ms. */
  at: number
  /**
   * In a sentence: `clock`: today at 10:42. `ago`: 4 minutes ago. `date`: December 20. `exact`: in full.
   * In a table: `short`: 10:42, or Nov 3, 10:42. `recent`: 4 minutes ago, or Nov 3, 10:42. `time`: 10:42.
   */
  as?: 'clock' | 'short' | 'recent' | 'time' | 'ago' | 'date' | 'exact' | undefined
}

export function When({ at, as = 'clock' }: WhenProps) {
  const viewer = useViewer()
  return (
    <time datetime={toSecond(at)} title={as === 'short' ? undefined : exactTime(viewer, at)}>
      {SAID[as](viewer, at)}
    </time>
  )
}

/** Lists show many times, and milliseconds hardly compress. */
function toSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

const SAID = {
  clock: clockTime,
  short: shortTime,
  recent: (viewer: Viewer, at: number) => timeAgo(viewer, at, shortTime),
  time: clock,
  ago: (viewer: Viewer, at: number) => timeAgo(viewer, at),
  date: plainDate,
  exact: exactTime,
}

/** "today at 10:42", "yesterday at 21:03", "3 November at 14:02". */
export function clockTime(viewer: Viewer, at: number): string {
  const day = nearDay(viewer, at) ?? plainDate(viewer, at)
  return isDay(viewer, at) ? day : `${day} at ${clock(viewer, at)}`
}

/** "10:42" today, else "Nov 3, 10:42", with the year unless it is this year. */
export function shortTime(viewer: Viewer, at: number): string {
  const [day, time] = [dateIn(viewer, at, 'short'), clock(viewer, at)]
  return isDay(viewer, at) ? day : daysBetween(viewer, at) === 0 ? time : `${day}, ${time}`
}

/** An import's date without a time is stored as the day's first moment. */
function isDay(viewer: Viewer, at: number): boolean {
  const options = { hour: '2-digit', minute: '2-digit' } as const
  return at % MINUTE_MS === 0 && formatTime({ ...viewer, locale: 'en-GB' }, at, options) === '00:00'
}

/** "just now", "4 minutes ago", "in 3 minutes"; beyond a day, the date. */
export function timeAgo(viewer: Viewer, at: number, far = clockTime): string {
  const away = Math.abs(viewer.now - at)
  if (away < MINUTE_MS) {
    return viewer.now >= at ? 'just now' : 'in a moment'
  }
  if (away >= DAY_MS) {
    return far(viewer, at)
  }
  const amount =
    away < HOUR_MS ? plural(Math.round(away / MINUTE_MS), 'minute') : plural(Math.round(away / HOUR_MS), 'hour')
  return viewer.now >= at ? `${amount} ago` : `in ${amount}`
}

/** "December 20", with the year unless it is this year. */
export function plainDate(viewer: Viewer, at: number): string {
  return dateIn(viewer, at, 'long')
}

function dateIn(viewer: Viewer, at: number, month: 'long' | 'short'): string {
  const sameYear = formatTime(viewer, at, { year: 'numeric' }) === formatTime(viewer, viewer.now, { year: 'numeric' })
  return formatTime(viewer, at, { day: 'numeric', month, ...(sameYear ? {} : { year: 'numeric' }) })
}

function exactTime(viewer: Viewer, at: number): string {
  return formatTime(viewer, at, { dateStyle: 'full', timeStyle: 'long' })
}

function clock(viewer: Viewer, at: number): string {
  return formatTime(viewer, at, { hour: 'numeric', minute: '2-digit' })
}

const NEAR_DAYS = new Map([
  [0, 'today'],
  [1, 'yesterday'],
  [-1, 'tomorrow'],
])

function nearDay(viewer: Viewer, at: number): string | undefined {
  return NEAR_DAYS.get(daysBetween(viewer, at))
}

/** Calendar days from `at` to now in the viewer's zone. */
function daysBetween(viewer: Viewer, at: number): number {
  return Math.round((dayNumber(viewer, viewer.now) - dayNumber(viewer, at)) / DAY_MS)
}

function dayNumber(viewer: Viewer, at: number): number {
  const [month, day, year] = formatTime({ ...viewer, locale: 'en-US' }, at, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).split('/')
  return Date.UTC(Number(year), Number(month) - 1, Number(day))
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
