/** A form that shows its errors on top and gives its fields their submitted value and error. */
import { type Child, createContext, useContext } from 'hono/jsx'
import { ErrorSummary } from './error-summary'
import type { FormValues } from './form-values'

const FormValuesContext = createContext<FormValues>({ values: {}, errors: {} })

interface FormProps {
  action: string
  filled: FormValues
  /** Adds the id that makes a second submit harmless. */
  once?: boolean | undefined
  id?: string | undefined
  /** For a form with a file. */
  enctype?: 'multipart/form-data' | undefined
  children: Child
}

export function Form({ action, filled, once, id, enctype, children }: FormProps) {
  return (
    <FormValuesContext.Provider value={filled}>
      <form method="post" action={action} class="card form" id={id} enctype={enctype} novalidate>
        <ErrorSummary errors={filled.errors} />
        {once && <HiddenField name="id" />}
        {children}
      </form>
    </FormValuesContext.Provider>
  )
}

export function HiddenField({ name }: { name: string }) {
  return <input type="hidden" name={name} value={useFormValues(name).value} />
}

/** Submitted value and error of a field in the surrounding Form. */
export function useFormValues(name: string): { value: string; error: string | undefined } {
  const { values, errors } = useContext(FormValuesContext)
  return { value: values[name] ?? '', error: errors[name] }
}
