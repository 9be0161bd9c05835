import type { SelectOption } from '../../../views/parts/fields'
import { type CustomField, isTextField } from '../../integrations/catalog'

/** All fields, each that cannot be chosen with its reason. @param mapped definition ids that have a row */
export function toFieldOptions(fields: CustomField[], mapped: ReadonlySet<string>): SelectOption[] {
  return fields.map((field) => {
    const reason = explainUnmappable(field, mapped)
    return { value: field.id, label: field.label, ...(reason === null ? {} : { disabled: reason }) }
  })
}

/** Null when it can be chosen. */
export function explainUnmappable(field: CustomField, mapped: ReadonlySet<string>): string | null {
  if (mapped.has(field.id)) {
    return 'mapped already'
  }
  return isTextField(field) ? null : `type ${field.type || 'unknown'}, only text can be mapped`
}
