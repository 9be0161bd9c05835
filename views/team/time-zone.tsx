import { Button, LinkButton } from '../parts/button'
import { SelectField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'
import { listZoneOptions } from '../parts/zone'

interface TimeZoneProps {
  base: string
  zones: string[]
  filled: FormValues
}

export function TimeZone({ base, zones, filled }: TimeZoneProps) {
  return (
    <div class="page narrow">
      <PageHeader title="Time zone" crumbs={[{ label: 'Team', href: `${base}/team` }]} />
      <Form action={`${base}/team/time-zone`} filled={filled}>
        <HiddenField name="madeFrom" />
        <SelectField
          name="zone"
          label="Time zone of this marketplace"
          hint="Access for a number of days, or until a date, ends as that day ends in this zone. Ends already set don’t change."
          options={listZoneOptions(zones)}
        />
        <div class="row">
          <Button look="main">Save time zone</Button>
          <LinkButton href={`${base}/team`}>Cancel</LinkButton>
        </div>
      </Form>
    </div>
  )
}
