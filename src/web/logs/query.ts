import type { Context } from 'hono'
import { type LogFilters, NO_FILTERS, type SPANS } from '../../../views/logs/filters'
import type { LogQuery, OutcomeGroup } from '../../journal/queries'
import { FAILED, OUTCOMES, type Outcome } from '../../model/outcome'
import { dayNumber, startOfDay } from '../../model/time-zone'
import { isTrigger } from '../../model/trigger'

/** Far more than anyone types. */
const LONGEST_SEARCH = 200
const DAY_MS = 86_400_000
const OUTCOME_GROUPS: readonly OutcomeGroup[] = ['done', 'nothing to do', 'failed']

/** Unknown names are dropped. */
export function parseFilters(typed: Record<string, string>): LogFilters {
  const names = Object.keys(NO_FILTERS) as (keyof LogFilters)[]
  return {
    ...NO_FILTERS,
    ...Object.fromEntries(names.map((name) => [name, (typed[name] ?? '').slice(0, LONGEST_SEARCH)])),
  }
}

export function readFilters(c: Context): LogFilters {
  return parseFilters(c.req.query())
}

/** First and last day of a span, counted back from today. */
const DAYS_BACK: Record<keyof typeof SPANS, [first: number, last: number]> = {
  today: [0, 0],
  yesterday: [1, 1],
  week: [6, 0],
  month: [29, 0],
}

/** A viewer's. */
interface ViewerClock {
  /** IANA name. */
  zone: string
  /** Epoch ms. */
  now: number
}

/** Invalid values are ignored, so that an old bookmark still shows the log. */
export function toQuery(filters: LogFilters, viewer: ViewerClock): LogQuery {
  const { search, trigger, integration, product, rule, outcome } = filters
  return {
    search: search.trim() || undefined,
    trigger: isTrigger(trigger) ? trigger : undefined,
    integration: integration || undefined,
    product: product || undefined,
    rule: rule || undefined,
    open: filters.state === 'open' || undefined,
    parked: filters.state === 'parked' || undefined,
    outcome: parseOutcome(outcome),
    ...readDates(filters, viewer),
  }
}

/** Explicit dates override the span. */
function readDates(filters: LogFilters, { zone, now }: ViewerClock): Pick<LogQuery, 'from' | 'until'> {
  const from = midnight(filters.from, zone, 0) ?? undefined
  const until = midnight(filters.until, zone, 1) ?? undefined
  const isExplicit = from !== undefined || until !== undefined
  return isExplicit || !isSpan(filters.span) ? { from, until } : datesOf(filters.span, { zone, now })
}

function isSpan(span: string): span is keyof typeof SPANS {
  return span in DAYS_BACK
}

/** Epoch ms; the second is no longer in it. */
function datesOf(span: keyof typeof SPANS, { zone, now }: ViewerClock): { from: number; until: number } {
  const today = dayNumber(now, zone)
  const [first, last] = DAYS_BACK[span]
  return { from: startOfDay(today - first, zone), until: startOfDay(today - last + 1, zone) }
}

/** The part Retry all failed applies to; null when the query excludes failures. */
export function toFailedQuery(query: LogQuery): LogQuery | null {
  if (query.outcome === undefined) {
    return { ...query, outcome: 'failed' }
  }
  return query.outcome === 'failed' || (FAILED as readonly string[]).includes(query.outcome) ? query : null
}

function parseOutcome(word: string): Outcome | OutcomeGroup | undefined {
  return [...OUTCOME_GROUPS, ...OUTCOMES].find((known) => known === word)
}

/** Start of `day` (YYYY-MM-DD), `later` days on, epoch ms; null for an invalid day. @param zone IANA name */
function midnight(day: string, zone: string, later: number): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.slice(1).map(Number)
  if (!parts) {
    return null
  }
  const [year = 0, month = 1, date = 1] = parts
  return startOfDay(Date.UTC(year, month - 1, date + later) / DAY_MS, zone)
}
