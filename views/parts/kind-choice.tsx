/** The kinds one may choose from, a radio button each. */
import { CheckField } from './fields'

export interface KindOption {
  id: string
  title: string
  purpose: string
}

export function KindChoice({ legend, kinds }: { legend: string; kinds: KindOption[] }) {
  return (
    <fieldset class="field">
      <legend>{legend}</legend>
      {kinds.map(({ id, title, purpose }, index) => (
        <CheckField
          type="radio"
          name="kind"
          id={index === 0 ? 'kind' : `kind-${id}`}
          value={id}
          label={title}
          hint={purpose}
          checked={index === 0}
        />
      ))}
    </fieldset>
  )
}
