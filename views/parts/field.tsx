/** A labeled control with its hint and error, tied together for screen readers. */
import type { Child } from 'hono/jsx'
import { Icon } from './icon'

export interface FieldWords {
  label: string
  hint?: Child | undefined
  /** What is wrong and what to do about it. */
  error?: string | undefined
  optional?: boolean | undefined
}

/** What the control inside must carry. */
interface ControlAttributes {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

interface FieldProps extends FieldWords {
  id: string
  children: (control: ControlAttributes) => Child
}

/** <Field id="site" label="Site URL">{(control) => <input class="control" name="site" {...control} />}</Field> */
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

/** Ids and states that join a control to its hint and error. */
export function controlAttributes(id: string, hinted: boolean, error: string | undefined): ControlAttributes {
  const describedBy = [hinted && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return { id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? 'true' : undefined }
}

/** The hint and the error under a control. */
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
