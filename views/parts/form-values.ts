/** A form as it was sent: everything typed is kept, and each error stands at its field. */
export interface FormValues {
  values: Record<string, string>
  errors: Record<string, string>
}
