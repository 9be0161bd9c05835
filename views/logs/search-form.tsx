/** A plain GET form; with a script, results update on every keystroke. */
import { Button, LinkButton } from '../parts/button'
import { Options, type SelectOption } from '../parts/fields'
import { replaceAsTyped } from '../parts/search-as-typed'
import { SearchInput } from '../parts/search-input'
import { filteredAddress, type LogFilters, SPANS } from './filters'

export interface LogChoices {
  outcomes: SelectOption[]
  triggers: SelectOption[]
  products: SelectOption[]
  integrations: SelectOption[]
}

interface SearchFormProps {
  base: string
  filters: LogFilters
  choices: LogChoices
}

export function SearchForm({ base, filters, choices }: SearchFormProps) {
  const seldom = filters.integration || filters.state || filters.from || filters.until
  return (
    <search>
      <form class="log-search" {...replaceAsTyped(`${base}/logs`, '#log')}>
        <SearchInput
          name="search"
          label="Search"
          placeholder="Search customer, course or order"
          value={filters.search}
        />
        <Choice name="outcome" label="Outcome" any="Any outcome" options={choices.outcomes} value={filters.outcome} />
        <Choice name="trigger" label="Trigger" any="Any trigger" options={choices.triggers} value={filters.trigger} />
        <Choice name="product" label="Product" any="Any product" options={choices.products} value={filters.product} />
        <Choice name="span" label="When" any="Any time" options={SPAN_OPTIONS} value={filters.span} />
        <details class="more" open={Boolean(seldom)}>
          <summary>More filters</summary>
          <div class="log-seldom">
            <Choice
              name="integration"
              label="Integration"
              any="Any integration"
              options={choices.integrations}
              value={filters.integration}
            />
            <label>
              <input type="checkbox" name="state" value="open" checked={filters.state === 'open'} /> Only open failures
            </label>
            <label>
              From <input class="control" type="date" name="from" value={filters.from} />
            </label>
            <label>
              To <input class="control" type="date" name="until" value={filters.until} />
            </label>
          </div>
        </details>
        <span class="without-script">
          <Button look="main">Search</Button>
        </span>
      </form>
    </search>
  )
}

const SPAN_OPTIONS = Object.entries(SPANS).map(([value, label]) => ({ value, label }))

export function ExportButton({ base, filters }: Pick<SearchFormProps, 'base' | 'filters'>) {
  return (
    <LinkButton small icon="download" href={filteredAddress(`${base}/logs.csv`, filters)}>
      Export CSV
    </LinkButton>
  )
}

interface ChoiceProps {
  name: string
  label: string
  any: string
  options: SelectOption[]
  value: string
}

function Choice({ name, label, any, options, value }: ChoiceProps) {
  return (
    <select class="control" name={name} aria-label={label}>
      <option value="">{any}</option>
      <Options options={options} value={value} />
    </select>
  )
}
