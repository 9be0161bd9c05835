import type { Child } from 'hono/jsx'
import { PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { EmptyState } from '../parts/empty-state'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { When } from '../parts/when'
import { Addresses, type AddressesProps } from './addresses'
import { LastReceived, LastRefused, type RecentPosts } from './recent-posts'
import { SamCart, type SamCartProps } from './samcart'
import { Secrets, type SecretsProps } from './secrets'

interface WebhookProps extends AddressesProps, SecretsProps, RecentPosts {
  samcart: SamCartProps
  examples: { curl: string; node: string }
  /** Since when events have been missing for well longer than usual; null when not silent. */
  silentSince: number | null
}

export function WebhookPage(props: WebhookProps) {
  const { samcart, examples, silentSince } = props
  return (
    <div class="page">
      <PageHeader title="Webhook" lead="Where your marketplace tells Enrollwire what happened." />
      {silentSince !== null && (
        <Notice kind="warning" title="It has been quiet for longer than usual">
          The last event came <When at={silentSince} />. Check that your marketplace still posts to this address, and
          the posts refused below.
        </Notice>
      )}
      <Addresses {...props} />
      <Secrets {...props} />
      <SamCart {...samcart} />
      <LastReceived {...props} />
      <LastRefused {...props} />
      <Examples {...examples} />
    </div>
  )
}

function Examples({ curl, node }: { curl: string; node: string }) {
  return (
    <Card title="From any other sender">
      <div class="stack">
        <p>
          Post the event as JSON, signed as Standard Webhooks 1.0 has it. Everything a developer needs:{' '}
          <a href="/schemas/event.json">the event’s JSON Schema</a> and{' '}
          <a href="/openapi.json">the OpenAPI description</a>. A sender that cannot sign posts the same body to the
          address with <code>?key=</code>.
        </p>
        <CodeBlock id="curl" title="In a terminal, with curl and openssl" code={curl} />
        <CodeBlock id="node" title="In a terminal, with Node 20 or later" code={node} />
      </div>
    </Card>
  )
}

/** Shown before an endpoint exists. */
export function NoEndpoint({ base, formId }: { base: string; formId: string }): Child {
  return (
    <div class="page">
      <PageHeader title="Webhook" lead="Where your marketplace tells Enrollwire what happened." />
      <EmptyState
        title="No endpoint yet"
        action={
          <PostButton look="main" action={`${base}/webhook/endpoints`} values={{ id: formId }}>
            Create Endpoint
          </PostButton>
        }
      >
        An endpoint is the address your marketplace posts events to, with secrets only you and it know.
      </EmptyState>
    </div>
  )
}
