/** A form as it was sent: on top what is to be mended; its fields find in it what was typed and what is wrong. */
import { type Child, createContext, useContext } from 'hono/jsx'
import { ErrorSummary } from './error-summary'
import type { FormValues } from './form-values'

const FormValuesContext = createContext<FormValues>({ values: {}, errors: {} })

interface FormProps {
  action: string
  filled: FormValues
  /** Carries the id that makes sending it twice harmless. */
  once?: boolean | undefined
  id?: string | undefined
  children: Child
}

/** <Form action={url} filled={filled}><TextField name="name" label="Product name" required /></Form> */
export function Form({ action, filled, once, id, children }: FormProps) {
  return (
    <FormValuesContext.Provider value={filled}>
      <form method="post" action={action} class="card form" id={id} novalidate>
        <ErrorSummary errors={filled.errors} />
        {once && <HiddenField name="id" />}
        {children}
      </form>
    </FormValuesContext.Provider>
  )
}

/** A value the form brings back unseen. */
export function HiddenField({ name }: { name: string }) {
  return <input type="hidden" name={name} value={useFormValues(name).value} />
}

/** What was typed into a field of the form around it, and what is wrong with it. */
export function useFormValues(name: string): { value: string; error: string | undefined } {
  const { values, errors } = useContext(FormValuesContext)
  return { value: values[name] ?? '', error: errors[name] }
}
