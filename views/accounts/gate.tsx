/** The pages before one is in: a narrow sheet with a title and one form. */
import type { Child } from 'hono/jsx'
import { LinkButton } from '../parts/button'
import { PageHeader } from '../parts/page-header'

/** <Gate title="Sign in" lead="…">…</Gate> */
export function Gate({ title, lead, children }: { title: string; lead?: Child; children: Child }) {
  return (
    <div class="page narrow">
      <PageHeader title={title} lead={lead} />
      {children}
    </div>
  )
}

/** A page with nothing to fill in, and the way to signing in. */
export function GateNotice({ title, lead, to = 'Sign in' }: { title: string; lead: Child; to?: string }) {
  return (
    <Gate title={title} lead={lead}>
      <div>
        <LinkButton look="main" href="/sign-in">
          {to}
        </LinkButton>
      </div>
    </Gate>
  )
}
