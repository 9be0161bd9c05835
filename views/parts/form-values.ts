/** A submitted form: everything typed, and an error message per field. */
export interface FormValues {
  values: Record<string, string>
  errors: Record<string, string>
}
