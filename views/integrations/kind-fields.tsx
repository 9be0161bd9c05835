import type { FormField } from '../../src/integrations/settings/settings-form'
import { CheckField, TextField } from '../parts/fields'

export function KindFields({ fields, values }: { fields: FormField[]; values: Record<string, string> }) {
  return (
    <>
      {fields.map(({ type, ...field }) =>
        type === 'check' ? (
          <CheckField name={field.name} label={field.label} hint={field.hint} checked={values[field.name] === 'on'} />
        ) : (
          <TextField type={type} {...field} />
        ),
      )}
    </>
  )
}
