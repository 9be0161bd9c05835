import { PageHeader } from '../parts/page-header'
import { Results, type ResultsProps } from './results'
import { type LogChoices, SearchForm } from './search-form'

export function LogsPage({ choices, ...results }: ResultsProps & { choices: LogChoices }) {
  const { base, filters } = results
  return (
    <div class="page">
      <PageHeader title="Logs" />
      <SearchForm base={base} filters={filters} choices={choices} />
      <Results {...results} />
    </div>
  )
}
