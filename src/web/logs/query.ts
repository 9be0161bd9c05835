/** What an address asks of the log: read from its query, said as the journal understands it. */
import type { Context } from 'hono'
import { type LogFilters, NO_FILTERS } from '../../../views/logs/filters'
import type { LogQuery, OutcomeGroup } from '../../journal/queries'
import { FAILED, OUTCOMES, type Outcome } from '../../model/outcome'
import { isTrigger } from '../../model/trigger'
import { midnight } from './midnight'

/** Nobody types more than this to find something. */
const LONGEST_SEARCH = 200
const OUTCOME_GROUPS: readonly OutcomeGroup[] = ['done', 'nothing to do', 'failed']

/** The filters as typed; what is no filter of ours is left out. */
export function parseFilters(typed: Record<string, string>): LogFilters {
  const names = Object.keys(NO_FILTERS) as (keyof LogFilters)[]
  return {
    ...NO_FILTERS,
    ...Object.fromEntries(names.map((name) => [name, (typed[name] ?? '').slice(0, LONGEST_SEARCH)])),
  }
}

/** The same for a request. */
export function readFilters(c: Context): LogFilters {
  return parseFilters(c.req.query())
}

/** A value nobody could have chosen asks nothing, so that an old bookmark still shows the log. */
export function toQuery(filters: LogFilters, zone: string): LogQuery {
  const { search, trigger, integration, product, outcome } = filters
  return {
    search: search.trim() || undefined,
    trigger: isTrigger(trigger) ? trigger : undefined,
    integration: integration || undefined,
    product: product || undefined,
    outcome: parseOutcome(outcome),
    from: midnight(filters.from, zone, 0) ?? undefined,
    until: midnight(filters.until, zone, 1) ?? undefined,
  }
}

/** The part of a query that Retry all failed is about; null where it asks for entries that did not fail. */
export function toFailedQuery(query: LogQuery): LogQuery | null {
  if (query.outcome === undefined) {
    return { ...query, outcome: 'failed' }
  }
  return query.outcome === 'failed' || (FAILED as readonly string[]).includes(query.outcome) ? query : null
}

function parseOutcome(word: string): Outcome | OutcomeGroup | undefined {
  return [...OUTCOME_GROUPS, ...OUTCOMES].find((known) => known === word)
}
