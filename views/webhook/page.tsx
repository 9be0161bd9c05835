import type { Child } from 'hono/jsx'
import { PostButton } from '../parts/button'
import { EmptyState } from '../parts/empty-state'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { When } from '../parts/when'
import { Addresses, type AddressesProps } from './addresses'
import { Delinquency } from './delinquency'
import { LastReceived, LastRefused, type RecentPosts } from './recent-posts'
import { Recipes, type RecipesProps } from './recipes'
import { SamCart, type SamCartProps } from './samcart'
import { Secrets, type SecretsProps } from './secrets'
import { SenderWords, type SenderWordsProps } from './words'

interface WebhookProps extends AddressesProps, SecretsProps, RecentPosts, RecipesProps, SenderWordsProps {
  samcart: SamCartProps
  /** Failed payments that make a subscription delinquent. */
  failures: number
  /** Since when events have been missing for well longer than usual; null when not silent. */
  silentSince: number | null
}

export function WebhookPage(props: WebhookProps) {
  const { samcart, silentSince } = props
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
      <Delinquency {...props} />
      <LastReceived {...props} />
      <SenderWords {...props} />
      <LastRefused {...props} />
      <Recipes {...props} />
    </div>
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
