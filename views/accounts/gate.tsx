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

interface GateNoticeProps {
  title: string
  lead: Child
  to?: string
  href?: string
}

export function GateNotice({ title, lead, to = 'Sign in', href = '/sign-in' }: GateNoticeProps) {
  return (
    <Gate title={title} lead={lead}>
      <div>
        <LinkButton look="main" href={href}>
          {to}
        </LinkButton>
      </div>
    </Gate>
  )
}
