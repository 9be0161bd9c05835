/** A rule's more options, none of which changes who has access; closed while all are at their defaults. */
import type { Errors } from '../parts/error-summary'
import { RadioField, TextField } from '../parts/fields'

export interface OptionsOffered {
  /** Does a sender mark its test orders? */
  tests: boolean
  /** Name used when the field is left empty. */
  plainName: string
}

interface MoreOptionsProps {
  draft: Record<string, string>
  errors: Errors
  offered: OptionsOffered
}

export function MoreOptions({ draft, errors, offered }: MoreOptionsProps) {
  const touched = draft.name || draft.tests === 'skip'
  return (
    <details class="more" open={Boolean(touched || errors.name)}>
      <summary>More options</summary>
      <div class="stack">
        {offered.tests && <TestOrders draft={draft} />}
        <TextField
          name="name"
          label="Name"
          optional
          value={draft.name ?? ''}
          placeholder={offered.plainName}
          hint="Left empty, the name is made from the rule’s parts."
          error={errors.name}
        />
      </div>
    </details>
  )
}

function TestOrders({ draft }: { draft: Record<string, string> }) {
  const tests = { name: 'tests', chosen: draft.tests === 'skip' ? 'skip' : 'run' }
  return (
    <fieldset class="field">
      <legend>Test orders</legend>
      <RadioField {...tests} value="run" label="Run them like any other" />
      <RadioField {...tests} value="skip" label="Skip them" />
    </fieldset>
  )
}
