/** What changed, in the words of its form. */
export interface FieldChange {
  field: string
  from: string
  to: string
}

export function listChanges(from: Record<string, string>, to: Record<string, string>): FieldChange[] {
  return Object.entries(to).flatMap(([field, value]) =>
    from[field] === value ? [] : [{ field, from: from[field] ?? '', to: value }],
  )
}
