/** A control's id is its name; its value and error come from the surrounding Form. */
import { controlAttributes, Field, type FieldWords, Remarks } from './field'
import { useFormValues } from './form'

interface TextFieldProps extends FieldWords {
  name: string
  value?: string | undefined
  type?: 'text' | 'email' | 'password' | 'search' | 'url' | 'number' | 'date' | undefined
  required?: boolean | undefined
  placeholder?: string | undefined
  autocomplete?: string | undefined
  /** Unit shown after a short control. */
  suffix?: string | undefined
  /** Spread onto the input: min, max, inputmode, hx-*. */
  extra?: Record<string, string | number> | undefined
}

/** A password is never filled in again. */
export function TextField({ name, label, hint, optional, suffix, extra = {}, type = 'text', ...own }: TextFieldProps) {
  const filled = useFormValues(name)
  const { value = type === 'password' ? undefined : filled.value, error = filled.error, ...rest } = own
  return (
    <Field id={name} label={label} hint={hint} error={error} optional={optional}>
      {(control) => {
        const input = <input class="control" name={name} type={type} value={value} {...rest} {...extra} {...control} />
        return suffix ? (
          <div class="suffixed">
            {input}
            <span class="muted small">{suffix}</span>
          </div>
        ) : (
          input
        )
      }}
    </Field>
  )
}

interface TextAreaFieldProps extends FieldWords {
  name: string
  value: string
  rows: number
}

export function TextAreaField({ name, label, hint, error, value, rows }: TextAreaFieldProps) {
  return (
    <Field id={name} label={label} hint={hint} error={error}>
      {(control) => (
        <textarea class="control" name={name} rows={rows} {...control}>
          {value}
        </textarea>
      )}
    </Field>
  )
}

export interface SelectOption {
  value: string
  label: string
  disabled?: string | undefined
  /** Heading (optgroup) it is listed under. */
  group?: string | undefined
}

interface SelectFieldProps extends FieldWords {
  name: string
  options: SelectOption[]
  value?: string | undefined
  /** Text of the empty first option: "Choose an integration". */
  prompt?: string | undefined
  required?: boolean | undefined
  extra?: Record<string, string> | undefined
}

export function SelectField({ name, label, hint, optional, options, prompt, required, ...own }: SelectFieldProps) {
  const filled = useFormValues(name)
  const { value = filled.value, error = filled.error, extra = {} } = own
  return (
    <Field id={name} label={label} hint={hint} error={error} optional={optional}>
      {(control) => (
        <select class="control" name={name} required={required} {...extra} {...control}>
          {prompt && <option value="">{prompt}</option>}
          <Options options={options} value={value} />
        </select>
      )}
    </Field>
  )
}

/** An option without a value sends its text, with each run of spaces as one. */
function isSaid({ value, label, disabled }: SelectOption): boolean {
  return value === label && !disabled && value === value.trim().replace(/\s+/g, ' ')
}

export function Options({ options, value }: { options: SelectOption[]; value?: string | undefined }) {
  const groups = Map.groupBy(options, (option) => option.group ?? '')
  return (
    <>
      {[...groups].map(([group, members]) => {
        const inside = members.map((option) => (
          <option
            value={isSaid(option) ? undefined : option.value}
            selected={option.value === value}
            disabled={Boolean(option.disabled)}
          >
            {option.disabled ? `${option.label} (${option.disabled})` : option.label}
          </option>
        ))
        return group ? <optgroup label={group}>{inside}</optgroup> : inside
      })}
    </>
  )
}

interface CheckFieldProps extends FieldWords {
  name: string
  checked?: boolean | undefined
  value?: string | undefined
  type?: 'checkbox' | 'radio' | undefined
  /** Needed when several share a name. */
  id?: string | undefined
}

export function CheckField({
  name,
  label,
  hint,
  error,
  checked,
  value = 'on',
  type = 'checkbox',
  id = name,
}: CheckFieldProps) {
  return (
    <div class="check">
      <input type={type} name={name} value={value} checked={checked} {...controlAttributes(id, Boolean(hint), error)} />
      <label for={id}>{label}</label>
      <Remarks id={id} hint={hint} error={error} />
    </div>
  )
}

interface RadioFieldProps extends FieldWords {
  name: string
  value: string
  /** The value of its name that is chosen. */
  chosen: string
}

export function RadioField({ name, value, chosen, label, hint }: RadioFieldProps) {
  return (
    <CheckField
      type="radio"
      id={`${name}-${value}`}
      name={name}
      value={value}
      label={label}
      hint={hint}
      checked={value === chosen}
    />
  )
}
