/** The pages before one is in: a narrow sheet with a title and one form. */
import type { Child } from 'hono/jsx'
import { ErrorSummary } from '../parts/error-summary'
import { PageHeader } from '../parts/page-header'

/** A form as it was sent. The error under the empty name is about the form as a whole. */
export interface Filled {
  values: Record<string, string>
  errors: Record<string, string>
}

/** <Gate title="Sign in" lead="…">…</Gate> */
export function Gate({ title, lead, children }: { title: string; lead?: Child; children: Child }) {
  return (
    <div class="page narrow">
      <PageHeader title={title} lead={lead} />
      {children}
    </div>
  )
}

interface GateFormProps {
  action: string
  errors: Record<string, string>
  children: Child
}

/** A form that says on top what is to be mended. */
export function GateForm({ action, errors, children }: GateFormProps) {
  return (
    <form method="post" action={action} class="card form" novalidate>
      <ErrorSummary errors={errors} />
      {children}
    </form>
  )
}
