/** The log's search, as held in the address. An empty string means no filter. */
export interface LogFilters {
  search: string
  outcome: string
  trigger: string
  product: string
  integration: string
  rule: string
  /** `open`: only what still needs a person. `parked`: of what waits, only what is parked. */
  state: string
  /** A key of SPANS; explicit dates override it. */
  span: string
  /** Dates as a date field sends them (YYYY-MM-DD), in the viewer's time zone; both inclusive. */
  from: string
  until: string
}

/** Entries that the log keeps. */
export const LOG_SIZE = 1000

export const NO_FILTERS: LogFilters = {
  search: '',
  outcome: '',
  trigger: '',
  product: '',
  integration: '',
  rule: '',
  state: '',
  span: '',
  from: '',
  until: '',
}

/** Counted back from today: a saved filter for yesterday means the day before it is opened, not before it was saved. */
export const SPANS = { today: 'Today', yesterday: 'Yesterday', week: 'Last 7 days', month: 'Last 30 days' } as const

export function filteredAddress(path: string, filters: LogFilters, more: Record<string, string> = {}): string {
  const given = Object.entries({ ...filters, ...more }).filter(([, value]) => value !== '')
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

export function isFiltered(filters: LogFilters): boolean {
  return Object.values(filters).some((value) => value !== '')
}

/** What a saved filter's query names, known to the log or not. */
export function readSaved(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}
