import type { SavedFilter } from '../../src/accounts/saved-filters'
import { PageHeader } from '../parts/page-header'
import { Results, type ResultsProps } from './results'
import { SavedFilters } from './saved-filters'
import { type LogChoices, SearchForm } from './search-form'

interface LogsPageProps extends ResultsProps {
  choices: LogChoices
  saved: SavedFilter[]
}

export function LogsPage({ choices, saved, ...results }: LogsPageProps) {
  const { base, filters } = results
  return (
    <div class="page">
      <PageHeader title="Logs" />
      <SavedFilters base={base} saved={saved} filters={filters} />
      <SearchForm base={base} filters={filters} choices={choices} />
      <Results {...results} />
    </div>
  )
}
