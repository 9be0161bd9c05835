import type { Child } from 'hono/jsx'
import { LinkButton } from '../parts/button'
import { PageHeader } from '../parts/page-header'

export function Gate({ title, lead, children }: { title: string; lead?: Child; children: Child }) {
  return (
    <div class="page narrow">
      <PageHeader title={title} lead={lead} />
      {children}
    </div>
  )
}

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
