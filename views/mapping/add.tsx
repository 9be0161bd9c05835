import { Button, LinkButton } from '../parts/button'
import { Field } from '../parts/field'
import { SelectField, type SelectOption } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guided } from '../parts/guide'

export interface AddMappingProps {
  at: string
  kind: string
  seen: string[]
  addField: string
  /** The other side's fields; a disabled one says why. */
  fields: SelectOption[]
  filled: FormValues
}

export function AddMapping({ at, kind, addField, seen, fields, filled }: AddMappingProps) {
  const none = fields.every((field) => field.disabled)
  return (
    <Guided guide={guideTo(kind)}>
      <Form action={at} filled={filled} id="add" once>
        <Field
          id="field"
          label="Marketplace field"
          hint={
            seen.length > 0
              ? 'Fields seen in your events are offered; any other can be typed.'
              : 'No event has included a custom field yet: type its name as your checkout has it.'
          }
          error={filled.errors.field}
        >
          {(control) => (
            <>
              <input
                class="control"
                name="field"
                list="seen"
                value={filled.values.field ?? ''}
                autocomplete="off"
                {...control}
              />
              <datalist id="seen">
                {seen.map((field) => (
                  <option value={field} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <SelectField
          name="definition"
          label={`${kind} field`}
          prompt="Choose a field"
          options={fields}
          hint={none ? `${kind} has no text field to choose. ${addField}, then refresh the integration.` : undefined}
        />
        <div class="row">
          <Button look="main">Save Mapping</Button>
          <LinkButton href={at}>Cancel</LinkButton>
        </div>
      </Form>
    </Guided>
  )
}

function guideTo(kind: string): Guidance {
  return {
    title: 'How values are written',
    points: [
      { lead: 'Into text fields only. ', text: `${kind} takes no value from outside for a field of another type.` },
      {
        lead: 'When they change. ',
        text: 'A value is written when the student is created, and again when an order has a different one.',
      },
      { lead: 'Never emptied. ', text: `An order without the field leaves what ${kind} has.` },
    ],
  }
}
