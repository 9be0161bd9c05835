/** What one may ask the log, as it stands in the address. Empty: not asked. */
export interface LogFilters {
  search: string
  outcome: string
  trigger: string
  product: string
  integration: string
  /** Days as the date field writes them, YYYY-MM-DD, in the viewer's zone; both inclusive. */
  from: string
  until: string
}

export const NO_FILTERS: LogFilters = {
  search: '',
  outcome: '',
  trigger: '',
  product: '',
  integration: '',
  from: '',
  until: '',
}

/** `path` with what is asked, and nothing that is not. */
export function filteredAddress(path: string, filters: LogFilters, more: Record<string, string> = {}): string {
  const given = Object.entries({ ...filters, ...more }).filter(([, value]) => value !== '')
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

/** True when anything is asked. */
export function isFiltered(filters: LogFilters): boolean {
  return Object.values(filters).some((value) => value !== '')
}
