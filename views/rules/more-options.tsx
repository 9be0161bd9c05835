/** A rule's more options; closed while all are at their defaults. */
import type { Errors } from '../parts/error-summary'
import { CheckField, TextField } from '../parts/fields'

export interface OptionsOffered {
  /** What the rule's action does to access. */
  effect: 'opens' | 'ends' | 'none'
  /** Does a sender mark its test orders? */
  tests: boolean
  /** Shown under "at the end of the paid period" when no sender reports its end. */
  paidHint: string
  /** Name used when the field is left empty. */
  plainName: string
}

interface MoreOptionsProps {
  draft: Record<string, string>
  errors: Errors
  offered: OptionsOffered
}

export function MoreOptions({ draft, errors, offered }: MoreOptionsProps) {
  const touched = ['accessDays', 'endDays', 'remove', 'name'].some((field) => draft[field]) || draft.tests === 'skip'
  const wrong = ['accessDays', 'endDays', 'name'].some((field) => errors[field])
  return (
    <details class="more" open={touched || wrong}>
      <summary>More options</summary>
      <div class="stack">
        {offered.effect === 'opens' && <AccessLasts draft={draft} errors={errors} />}
        {offered.effect === 'ends' && <EndAccess {...{ draft, errors, offered }} />}
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

function AccessLasts({ draft, errors }: { draft: Record<string, string>; errors: Errors }) {
  const days = draft.access === 'days'
  return (
    <fieldset class="field">
      <legend>Access lasts</legend>
      <CheckField type="radio" name="access" id="access-none" value="none" label="No end" checked={!days} />
      <CheckField
        type="radio"
        name="access"
        id="access-days"
        value="days"
        label="A number of days from each event"
        hint="Every payment that fires this rule extends it."
        checked={days}
      />
      <Days name="accessDays" value={draft.accessDays} error={errors.accessDays} />
    </fieldset>
  )
}

function EndAccess({ draft, errors, offered }: MoreOptionsProps) {
  const end = draft.end || 'at_once'
  const choice = (value: string, label: string, hint?: string) => (
    <CheckField
      type="radio"
      name="end"
      id={`end-${value}`}
      {...{ value, label, checked: end === value, ...(hint ? { hint } : {}) }}
    />
  )
  return (
    <>
      <fieldset class="field">
        <legend>End access</legend>
        {choice('at_once', 'At once')}
        {choice('later', 'A number of days later')}
        {choice('paid', 'At the end of the paid period', offered.paidHint)}
        <Days name="endDays" value={draft.endDays} error={errors.endDays} />
      </fieldset>
      <CheckField
        name="remove"
        label="End access even if another purchase still grants it"
        hint="Otherwise a customer who bought the course twice, or with a bundle, keeps it."
        checked={draft.remove === 'on'}
      />
    </>
  )
}

function TestOrders({ draft }: { draft: Record<string, string> }) {
  const skip = draft.tests === 'skip'
  return (
    <fieldset class="field">
      <legend>Test orders</legend>
      <CheckField
        type="radio"
        name="tests"
        id="tests-run"
        value="run"
        label="Run them like any other"
        checked={!skip}
      />
      <CheckField type="radio" name="tests" id="tests-skip" value="skip" label="Skip them" checked={skip} />
    </fieldset>
  )
}

function Days({ name, value, error }: { name: string; value: string | undefined; error: string | undefined }) {
  return (
    <TextField
      {...{ name, error, label: 'Days', value: value ?? '', suffix: 'days', extra: { inputmode: 'numeric' } }}
    />
  )
}
