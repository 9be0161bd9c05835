/** A labeled control, its hint and its error, linked for screen readers. */
import type { Child } from 'hono/jsx'
import { Icon } from './icon'

export interface FieldWords {
  label: string
  hint?: Child | undefined
  error?: string | undefined
  optional?: boolean | undefined
}

interface ControlAttributes {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

interface FieldProps extends FieldWords {
  id: string
  children: (control: ControlAttributes) => Child
}

/** The child is a function: spread what it receives onto the control. */
export function Field({ id, label, hint, error, optional, children }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="optional"> (optional)</span>}
      </label>
      {children(controlAttributes(id, Boolean(hint), error))}
      <Remarks id={id} hint={hint} error={error} />
    </div>
  )
}

export function controlAttributes(id: string, hinted: boolean, error: string | undefined): ControlAttributes {
  const describedBy = [hinted && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return { id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? 'true' : undefined }
}

export function Remarks({ id, hint, error }: { id: string; hint?: Child; error?: string | undefined }) {
  return (
    <>
      {hint && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <p class="error" id={`${id}-error`}>
          <Icon name="warning" />
          {error}
        </p>
      )}
    </>
  )
}
