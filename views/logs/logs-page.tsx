import type { SavedFilter } from '../../src/accounts/saved-filters'
import { PageHeader } from '../parts/page-header'
import { isFiltered } from './filters'
import { Results, type ResultsProps } from './results'
import { SavedFilters } from './saved-filters'
import { type LogChoices, SearchForm } from './search-form'

interface LogsPageProps extends ResultsProps {
  choices: LogChoices
  saved: SavedFilter[]
}

export function LogsPage({ choices, saved, ...results }: LogsPageProps) {
  const { base, filters, answer } = results
  return (
    <div class="page">
      <PageHeader title="Logs" />
      <SavedFilters base={base} saved={saved} filters={filters} />
      {(answer.rows.length + answer.waiting.length > 0 || isFiltered(filters)) && (
        <SearchForm base={base} filters={filters} choices={choices} />
      )}
      <Results {...results} />
    </div>
  )
}
