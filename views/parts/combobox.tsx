/**
 * Type to search, then choose one: a search box over a short list of radio buttons, so that it needs no script
 * (the search button asks for the page with ?<param>=…) and speaks for itself to a screen reader.
 */
import type { Child } from 'hono/jsx'
import { Button } from './button'
import { Count } from './count'
import { controlAttributes, type FieldWords, Remarks } from './field'

export interface ComboboxOption {
  value: string
  label: string
  /** Small words behind the label: an id, "draft". */
  note?: string | undefined
  /** Why it cannot be chosen. */
  disabled?: string | undefined
}

export interface ComboboxList {
  /** The name of the value the form sends. */
  name: string
  options: ComboboxOption[]
  chosen?: string | undefined
  /** How many there are in all, for "12 of 3,000"; `options` is the short list. */
  total: number
  query: string
  /** Said when nothing matches. */
  empty?: Child | undefined
}

interface ComboboxProps extends FieldWords, ComboboxList {
  placeholder?: string | undefined
  /** GET address that answers ComboboxOptions for a partial and the whole page otherwise; the form's values ride along. */
  search: { url: string; param: string }
  /** Beside the search box: Refresh. */
  beside?: Child | undefined
}

/** <Combobox name="target" label="Course" search={{ url, param: 'q' }} query={q} options={found} total={3000} /> */
export function Combobox({ label, hint, error, placeholder, search, beside, ...list }: ComboboxProps) {
  const id = list.name
  const request = {
    'hx-get': search.url,
    'hx-target': `#${id}-options`,
    'hx-swap': 'innerMorph',
    'hx-include': 'closest form',
    'hx-sync': `#${id}-options:replace`,
  }
  return (
    <div class="field combobox">
      <label for={id}>{label}</label>
      <div class="combobox-search">
        <input
          class="control"
          type="search"
          name={search.param}
          value={list.query}
          placeholder={placeholder}
          autocomplete="off"
          spellcheck={false}
          aria-controls={`${id}-options`}
          {...controlAttributes(id, Boolean(hint), error)}
          {...request}
          hx-trigger="input changed delay:250ms, search"
        />
        <Button icon="search" extra={{ formmethod: 'get', formaction: search.url, formnovalidate: '', ...request }}>
          <span class="visually-hidden">Search</span>
        </Button>
        {beside}
      </div>
      <div class="options" id={`${id}-options`} role="radiogroup" aria-label={label}>
        <ComboboxOptions {...list} />
      </div>
      <Remarks id={id} hint={hint} error={error} />
    </div>
  )
}

/** The inside of the list: the fragment the search answers. */
export function ComboboxOptions({ name, options, chosen, total, query, empty }: ComboboxList) {
  return (
    <>
      {options.map((option) => (
        <label>
          <input
            type="radio"
            name={name}
            value={option.value}
            id={`${name}-${option.value}`}
            checked={option.value === chosen}
            disabled={Boolean(option.disabled)}
          />
          <span>
            {option.label} {option.note && <small>{option.note}</small>}
            {option.disabled && <small> · {option.disabled}</small>}
          </span>
        </label>
      ))}
      <p role="status" id={`${name}-count`}>
        {options.length === 0
          ? (empty ?? `Nothing matches “${query}”.`)
          : options.length < total && (
              <>
                {options.length} of <Count of={total} />; type to narrow the list.
              </>
            )}
      </p>
    </>
  )
}
