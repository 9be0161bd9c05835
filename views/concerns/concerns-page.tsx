import { Card } from '../parts/card'
import { EmptyState } from '../parts/empty-state'
import { PageHeader } from '../parts/page-header'
import { ConcernList, type ConcernView } from './concern-list'

interface ConcernsPageProps {
  base: string
  groups: { title: string; more: number; concerns: ConcernView[] }[]
}

export function ConcernsPage({ base, groups }: ConcernsPageProps) {
  return (
    <div class="page">
      <PageHeader
        crumbs={[{ label: 'Overview', href: `${base}/overview` }]}
        title="Payments and access"
        lead="Customers whose access does not match what they paid for."
      />
      {groups.length === 0 && (
        <EmptyState title="Everyone has what they paid for">
          Customers who paid and have no access, or got a refund and still have it, appear here.
        </EmptyState>
      )}
      {groups.map(({ title, more, concerns }) => (
        <Card title={title}>
          <ConcernList concerns={concerns} named />
          {more > 0 && <p class="muted small">And {more} more: they move up as these are settled.</p>}
        </Card>
      ))}
    </div>
  )
}
