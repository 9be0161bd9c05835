/** A search box over a short list of radio buttons. Without a script, its search button requests ?<param>=… */
import type { Child } from 'hono/jsx'
import { Button } from './button'
import { Count } from './count'
import { controlAttributes, type FieldWords, Remarks } from './field'

export interface ComboboxOption {
  value: string
  label: string
  /** Small text after the label: an id, "draft". */
  note?: string | undefined
  disabled?: string | undefined
}

export interface ComboboxList {
  name: string
  options: ComboboxOption[]
  chosen?: string | undefined
  /** All there are, for "12 of 3,000"; `options` is only the short list. */
  total: number
  query: string
  empty?: Child | undefined
  /** Asks for the list again while it is fetched for the first time. */
  pending?: Record<string, string> | undefined
}

interface ComboboxProps extends FieldWords, ComboboxList {
  placeholder?: string | undefined
  /** GET address that answers ComboboxOptions for a partial, else the whole page; the form's values are sent along. */
  search: { url: string; param: string }
  beside?: Child | undefined
  /** Spread onto the search box. */
  extra?: Record<string, string> | undefined
}

export function Combobox({ label, hint, error, placeholder, search, beside, extra, ...list }: ComboboxProps) {
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
          {...extra}
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

/** The list itself: the fragment a search returns. */
export function ComboboxOptions({ name, options, chosen, total, query, empty, pending }: ComboboxList) {
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
      <p role="status" id={`${name}-count`} class={pending && 'skeleton'} {...pending}>
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
