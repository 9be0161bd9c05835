import type { SelectOption } from '../../../views/parts/fields'
import type { Field } from '../../integrations/thinkific/catalog/catalog'

/** Only text fields accept outside values. Thinkific publishes no list of types (API reference 3.4). */
export function isTextField(field: Field): boolean {
  return field.type.trim().toLowerCase() === 'text'
}

/** All fields; a disabled one says why. @param mapped definition ids already mapped */
export function toFieldOptions(fields: Field[], mapped: ReadonlySet<string>): SelectOption[] {
  return fields.map((field) => {
    const reason = explainUnmappable(field, mapped)
    return { value: field.id, label: field.label, ...(reason === null ? {} : { disabled: reason }) }
  })
}

/** Null when the field can be chosen. */
export function explainUnmappable(field: Field, mapped: ReadonlySet<string>): string | null {
  if (mapped.has(field.id)) {
    return 'mapped already'
  }
  return isTextField(field) ? null : `type ${field.type || 'unknown'}, only text can be mapped`
}
