/** A person's own filters of the log: links above it, and the page that saves one. */
import type { SavedFilter } from '../../src/accounts/saved-filters'
import { Button, LinkButton } from '../parts/button'
import { TextField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Icon } from '../parts/icon'
import { PageHeader } from '../parts/page-header'
import { filteredAddress, type LogFilters } from './filters'

interface SavedFiltersProps {
  base: string
  saved: SavedFilter[]
  /** Those the log shows now. */
  filters: LogFilters
}

export function SavedFilters({ base, saved, filters }: SavedFiltersProps) {
  const shown = filteredAddress('', filters).slice(1)
  return saved.length === 0 ? null : (
    <nav class="saved-filters" aria-label="Saved filters">
      <ul>
        {saved.map(({ id, name, query }) => (
          <li>
            <a href={`${base}/logs?${query}`} aria-current={query === shown ? 'true' : undefined}>
              <bdi>{name}</bdi>
            </a>
            <form method="post" action={`${base}/filters/${id}/deletions`}>
              <button type="submit" aria-label={`Remove the filter ${name}`}>
                <Icon name="cross" />
              </button>
            </form>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export function SaveFilterPage({ base, filled }: { base: string; filled: FormValues }) {
  const { query = '' } = filled.values
  const back = query === '' ? `${base}/logs` : `${base}/logs?${query}`
  return (
    <div class="page narrow">
      <PageHeader
        title="Save this filter"
        crumbs={[{ label: 'Logs', href: back }]}
        lead="It becomes a link above the log, for you alone."
      />
      <Form action={`${base}/filters`} filled={filled} once>
        <HiddenField name="query" />
        <TextField name="name" label="Name" hint="Such as “Failed this month”." required autocomplete="off" />
        <div class="row">
          <Button look="main">Save Filter</Button>
          <LinkButton href={back}>Cancel</LinkButton>
        </div>
      </Form>
    </div>
  )
}
