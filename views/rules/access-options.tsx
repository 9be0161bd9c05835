/** The options of a rule that change who has access, and until when. */
import type { Errors } from '../parts/error-summary'
import { CheckField, RadioField, TextField } from '../parts/fields'

export interface AccessOffered {
  /** What the rule's action does to access. */
  effect: 'opens' | 'ends' | 'none'
  /** Whether it waits for the days before access ends. */
  notice: boolean
  /** The marketplace's time zone, in which dates are meant. */
  zone: string
  /** Shown under "at the end of the paid period": whether senders report its end. */
  paidHint: string
  /** What the days after a payment are for: seen, assumed or to be chosen. */
  daysHint: string
}

interface AccessOptionsProps {
  draft: Record<string, string>
  errors: Errors
  offered: AccessOffered
}

export function AccessOptions({ draft, errors, offered }: AccessOptionsProps) {
  switch (offered.effect) {
    case 'opens':
      return (
        <>
          <AccessLasts draft={draft} errors={errors} offered={offered} />
          <AccessStarts draft={draft} errors={errors} offered={offered} />
        </>
      )
    case 'ends':
      return <EndAccess draft={draft} errors={errors} offered={offered} />
    case 'none':
      return offered.notice ? <Notice draft={draft} errors={errors} /> : null
  }
}

function Notice({ draft, errors }: Omit<AccessOptionsProps, 'offered'>) {
  return (
    <TextField
      name="noticeDays"
      type="number"
      label="Days before the end"
      value={draft.noticeDays}
      hint="Nothing is posted about access renewed, refunded or ended before then. It counts for access given or renewed from now on."
      error={errors.noticeDays}
      required
      extra={{ min: 1, max: 365, inputmode: 'numeric' }}
    />
  )
}

function AccessLasts({ draft, errors, offered }: AccessOptionsProps) {
  const access = { name: 'access', chosen: draft.access || 'none' }
  return (
    <fieldset class="field">
      <legend>Access lasts</legend>
      <RadioField {...access} value="none" label="No end" />
      <RadioField
        {...access}
        value="days"
        label="A number of days from each payment"
        hint="Every payment that runs this rule extends it."
      />
      <Days name="accessDays" label="Days of access" value={draft.accessDays} error={errors.accessDays} />
      <RadioField
        {...access}
        value="until"
        label="Until a date"
        hint={`That day is the last, in the time zone ${offered.zone}.`}
      />
      <Day name="accessUntil" label="Last day" value={draft.accessUntil} error={errors.accessUntil} />
    </fieldset>
  )
}

function AccessStarts({ draft, errors, offered }: AccessOptionsProps) {
  const starts = { name: 'starts', chosen: draft.starts || 'now' }
  return (
    <fieldset class="field">
      <legend>Access starts</legend>
      <RadioField {...starts} value="now" label="At once" />
      <RadioField {...starts} value="later" label="A number of days later" />
      <Days name="startsAfter" label="Days until it starts" value={draft.startsAfter} error={errors.startsAfter} />
      <RadioField
        {...starts}
        value="on"
        label="On a date"
        hint={`As that day begins, in the time zone ${offered.zone}.`}
      />
      <Day name="startsOn" label="First day" value={draft.startsOn} error={errors.startsOn} />
    </fieldset>
  )
}

function EndAccess({ draft, errors, offered }: AccessOptionsProps) {
  const end = { name: 'end', chosen: draft.end || 'at_once' }
  const back = { name: 'back', chosen: draft.back || 'on' }
  return (
    <>
      <fieldset class="field">
        <legend>End access</legend>
        <RadioField {...end} value="at_once" label="At once" />
        <RadioField {...end} value="later" label="A number of days later" />
        <RadioField {...end} value="paid" label="At the end of the paid period" hint={offered.paidHint} />
        <Days name="endDays" label="Days" value={draft.endDays} error={errors.endDays} hint={offered.daysHint} />
      </fieldset>
      <fieldset class="field">
        <legend>Give it back</legend>
        <RadioField
          {...back}
          value="on"
          label="Yes, when the reason is over"
          hint="A payment after a failed one, a restarted subscription, a dispute won: access returns without another rule."
        />
        <RadioField {...back} value="off" label="No, only a new purchase or another rule gives access again" />
      </fieldset>
      <CheckField
        name="removeAlways"
        label="End access even if another purchase still grants it"
        hint="Otherwise a customer who bought the course twice, or with a bundle, keeps it."
        checked={draft.removeAlways === 'on'}
      />
    </>
  )
}

interface DaysProps {
  name: string
  label: string
  value: string | undefined
  error: string | undefined
  hint?: string
}

/** With a hint it stands for several choices, and is always shown. */
function Days({ name, label, value, error, hint }: DaysProps) {
  return (
    <div class={hint ? 'choice-field' : 'choice-field if-chosen'}>
      <TextField
        name={name}
        label={label}
        error={error}
        hint={hint}
        value={value ?? ''}
        suffix="days"
        extra={{ inputmode: 'numeric' }}
      />
    </div>
  )
}

function Day({ name, label, value, error }: DaysProps) {
  return (
    <div class="choice-field if-chosen">
      <TextField name={name} label={label} error={error} type="date" value={value ?? ''} />
    </div>
  )
}
