/** Times as people say them, with the exact one in `datetime` and on hover. */
import { formatTime, useViewer, type Viewer } from './viewer'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

interface WhenProps {
  /** Epoch ms. */
  at: number
  /** `clock`: 10:42 today. `ago`: 4 minutes ago, in 3 minutes. `date`: December 20. `exact`: everything. */
  as?: 'clock' | 'ago' | 'date' | 'exact' | undefined
}

/** <When at={entry.at} /> */
export function When({ at, as = 'clock' }: WhenProps) {
  const viewer = useViewer()
  return (
    <time datetime={new Date(at).toISOString()} title={exactTime(viewer, at)}>
      {SAID[as](viewer, at)}
    </time>
  )
}

const SAID = { clock: clockTime, ago: timeAgo, date: plainDate, exact: exactTime }

/** "10:42 today", "21:03 yesterday", "14:02, 3 November". */
export function clockTime(viewer: Viewer, at: number): string {
  const clock = formatTime(viewer, at, { hour: 'numeric', minute: '2-digit' })
  const days = daysBetween(viewer, at)
  if (days === 0) {
    return `${clock} today`
  }
  if (days === 1) {
    return `${clock} yesterday`
  }
  return days === -1 ? `${clock} tomorrow` : `${clock}, ${plainDate(viewer, at)}`
}

/** "just now", "4 minutes ago", "in 3 minutes"; beyond a day, the date. */
export function timeAgo(viewer: Viewer, at: number): string {
  const away = Math.abs(viewer.now - at)
  if (away < MINUTE_MS) {
    return viewer.now >= at ? 'just now' : 'in a moment'
  }
  if (away >= DAY_MS) {
    return clockTime(viewer, at)
  }
  const amount =
    away < HOUR_MS ? plural(Math.round(away / MINUTE_MS), 'minute') : plural(Math.round(away / HOUR_MS), 'hour')
  return viewer.now >= at ? `${amount} ago` : `in ${amount}`
}

/** "December 20", with the year where it is another one. */
export function plainDate(viewer: Viewer, at: number): string {
  const sameYear = formatTime(viewer, at, { year: 'numeric' }) === formatTime(viewer, viewer.now, { year: 'numeric' })
  return formatTime(viewer, at, { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) })
}

/** Everything there is to say about a moment, zone included. */
export function exactTime(viewer: Viewer, at: number): string {
  return formatTime(viewer, at, { dateStyle: 'full', timeStyle: 'long' })
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
