/** A channel's form: where it leads, what it is for, when it stays quiet. Its address is never shown again. */
import { Button, LinkButton, PostButton } from '../parts/button'
import { CheckField, SelectField, type SelectOption, TextField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guided } from '../parts/guide'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { nameZone } from '../parts/zone'

interface EditChannelProps {
  base: string
  /** Null for a new one. */
  channel: {
    id: string
    name: string
    shown: string
    on: boolean
    /** Why alerts do not get through. */
    problem: string | null
    isSigned: boolean
  } | null
  kind: string
  title: string
  /** Null for a kind that this version does not know. */
  field: { label: string; hint: string; placeholder: string; inputmode: string } | null
  choices: { causes: { name: string; label: string }[]; hours: SelectOption[]; weekdays: SelectOption[] }
  zone: string
  filled: FormValues
}

const GUIDE: Guidance = {
  title: 'How alerts behave',
  points: [
    { lead: 'One message for each cause. ', text: 'A second says when it is over. Nothing is repeated in between.' },
    { lead: 'Quiet hours delay. ', text: 'What is still open when they end is sent then.' },
    { lead: 'The digest is a summary. ', text: 'Once a week: what happened in seven days, and what needs you.' },
    { lead: 'Test it. ', text: 'Once the channel is saved, Send test alert shows whether messages arrive.' },
  ],
}

export function EditChannel({ base, channel, kind, title, field, choices, zone, filled }: EditChannelProps) {
  const at = channel && `${base}/alerts/${encodeURIComponent(channel.id)}`
  const where = nameZone(zone)
  return (
    <div class="page">
      <PageHeader
        title={channel ? <bdi>{channel.name}</bdi> : `New Channel: ${title}`}
        lead={channel && `${title} · ${channel.shown}`}
        crumbs={[{ label: 'Alerts', href: `${base}/alerts` }]}
        action={at && <PostButton action={`${at}/tests`}>Send test alert</PostButton>}
      />
      {channel?.problem && (
        <Notice kind="problem" title="Alerts do not get through">
          {channel.problem} Fix it, then send a test alert: what is waiting follows at once.
        </Notice>
      )}
      <Guided guide={GUIDE}>
        <Form action={at ?? `${base}/alerts?kind=${encodeURIComponent(kind)}`} filled={filled} once={channel === null}>
          {channel && <HiddenField name="madeFrom" />}
          <TextField name="name" label="Name" hint="What you call it, such as Operations." required />
          {field && (
            <TextField
              name="address"
              label={channel ? `New ${field.label}` : field.label}
              hint={channel ? `Leave it empty to keep ${channel.shown}.` : field.hint}
              placeholder={field.placeholder}
              optional={channel !== null}
              required={channel === null}
              extra={{ inputmode: field.inputmode, spellcheck: 'false', autocapitalize: 'none' }}
            />
          )}
          <fieldset class="field">
            <legend>Send an alert when</legend>
            {choices.causes.map(({ name, label }) => (
              <CheckField name={name} label={label} checked={filled.values[name] === 'on'} />
            ))}
          </fieldset>
          <SelectField
            name="quietFrom"
            label="Quiet from"
            hint={`In ${where}.`}
            options={choices.hours}
            prompt="No quiet hours"
            optional
          />
          <SelectField name="quietUntil" label="Quiet until" options={choices.hours} prompt="No quiet hours" optional />
          <SelectField
            name="digestWeekday"
            label="Weekly digest on"
            options={choices.weekdays}
            prompt="No digest"
            optional
          />
          <SelectField
            name="digestHour"
            label="Digest at"
            hint={`In ${where}.`}
            options={choices.hours}
            prompt="No digest"
            optional
          />
          <CheckField
            name="on"
            label="On"
            hint="While it is off, nothing is sent to it."
            checked={filled.values.on === 'on'}
          />
          <div class="row">
            <Button look="main">Save Channel</Button>
            <LinkButton href={`${base}/alerts`}>Cancel</LinkButton>
          </div>
        </Form>
      </Guided>
      {at && (
        <div class="row">
          {channel?.isSigned && <LinkButton href={`${at}/secrets/rotation`}>Rotate signing secret</LinkButton>}
          <LinkButton look="remove" href={`${at}/delete`}>
            Delete this channel
          </LinkButton>
        </div>
      )}
    </div>
  )
}
