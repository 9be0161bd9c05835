/** The options of a rule that change who has access, and until when. */
import type { Child } from 'hono/jsx'
import type { Errors } from '../parts/error-summary'
import { CheckField, TextField } from '../parts/fields'

export interface AccessOffered {
  /** What the rule's action does to access. */
  effect: 'opens' | 'ends' | 'none'
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
          <AccessLasts {...{ draft, errors, offered }} />
          <AccessStarts {...{ draft, errors, offered }} />
        </>
      )
    case 'ends':
      return <EndAccess {...{ draft, errors, offered }} />
    case 'none':
      return null
  }
}

function AccessLasts({ draft, errors, offered }: AccessOptionsProps) {
  return (
    <fieldset class="field">
      <legend>Access lasts</legend>
      <Choices name="access" chosen={draft.access || 'none'}>
        {(choice) => (
          <>
            {choice('none', 'No end')}
            {choice('days', 'A number of days from each payment', 'Every payment that runs this rule extends it.')}
            <Days name="accessDays" label="Days of access" value={draft.accessDays} error={errors.accessDays} />
            {choice('until', 'Until a date', `That day is the last, in the time zone ${offered.zone}.`)}
            <Day name="accessUntil" label="Last day" value={draft.accessUntil} error={errors.accessUntil} />
          </>
        )}
      </Choices>
    </fieldset>
  )
}

function AccessStarts({ draft, errors, offered }: AccessOptionsProps) {
  return (
    <fieldset class="field">
      <legend>Access starts</legend>
      <Choices name="starts" chosen={draft.starts || 'now'}>
        {(choice) => (
          <>
            {choice('now', 'At once')}
            {choice('later', 'A number of days later')}
            <Days
              name="startsAfter"
              label="Days until it starts"
              value={draft.startsAfter}
              error={errors.startsAfter}
            />
            {choice('on', 'On a date', `As that day begins, in the time zone ${offered.zone}.`)}
            <Day name="startsOn" label="First day" value={draft.startsOn} error={errors.startsOn} />
          </>
        )}
      </Choices>
    </fieldset>
  )
}

function EndAccess({ draft, errors, offered }: AccessOptionsProps) {
  return (
    <>
      <fieldset class="field">
        <legend>End access</legend>
        <Choices name="end" chosen={draft.end || 'at_once'}>
          {(choice) => (
            <>
              {choice('at_once', 'At once')}
              {choice('later', 'A number of days later')}
              {choice('paid', 'At the end of the paid period', offered.paidHint)}
              <Days name="endDays" label="Days" value={draft.endDays} error={errors.endDays} hint={offered.daysHint} />
            </>
          )}
        </Choices>
      </fieldset>
      <fieldset class="field">
        <legend>Give it back</legend>
        <Choices name="back" chosen={draft.back || 'on'}>
          {(choice) => (
            <>
              {choice(
                'on',
                'Yes, when the reason is over',
                'A payment after a failed one, a restarted subscription, a dispute won: access returns without another rule.',
              )}
              {choice('off', 'No, only a new purchase or another rule gives access again')}
            </>
          )}
        </Choices>
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

type Choice = (value: string, label: string, hint?: string) => Child

/** Radio buttons of one name, with fields between them. */
function Choices({ name, chosen, children }: { name: string; chosen: string; children: (choice: Choice) => Child }) {
  const choice: Choice = (value, label, hint) => (
    <CheckField
      type="radio"
      id={`${name}-${value}`}
      {...{ name, value, label, checked: chosen === value, ...(hint ? { hint } : {}) }}
    />
  )
  return <>{children(choice)}</>
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
        {...{ name, label, error, value: value ?? '', suffix: 'days', extra: { inputmode: 'numeric' } }}
        {...(hint ? { hint } : {})}
      />
    </div>
  )
}

function Day({ name, label, value, error }: DaysProps) {
  return (
    <div class="choice-field if-chosen">
      <TextField {...{ name, label, error, type: 'date', value: value ?? '' }} />
    </div>
  )
}
