import type { Child } from 'hono/jsx'
import { PostButton } from '../parts/button'
import { EmptyState } from '../parts/empty-state'
import { PageHeader } from '../parts/page-header'

export function NoEndpoint({ base, formId }: { base: string; formId: string }): Child {
  return (
    <div class="page">
      <PageHeader title="Webhook" lead="Where your store reports what happened." />
      <EmptyState
        title="No endpoint yet"
        action={
          <PostButton look="main" action={`${base}/webhook/endpoints`} values={{ id: formId }}>
            Create Endpoint
          </PostButton>
        }
      >
        An endpoint is the address your store sends its events to, with secrets only you and your store know.
      </EmptyState>
    </div>
  )
}
