import type { Child } from 'hono/jsx'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { Tabs } from '../parts/tabs'
import { When } from '../parts/when'

export type WebhookTab = 'SamCart' | 'Other senders' | 'Secrets' | 'Activity' | 'Lost sales'

interface WebhookTabsProps {
  base: string
  current: WebhookTab
  /** A tab’s own, where it is a page of its own outside the Webhook too. */
  title?: string | undefined
  lead?: string | undefined
  /** Since when events have been missing for well longer than usual; null when not silent. */
  silentSince: number | null
  children: Child
}

export function WebhookTabs({ base, current, silentSince, children, ...own }: WebhookTabsProps) {
  const { title = 'Webhook', lead = 'Where your store reports what happened.' } = own
  return (
    <div class="page">
      <PageHeader title={title} lead={lead} />
      <Tabs
        label="Webhook"
        current={current}
        tabs={[
          { label: 'SamCart', href: `${base}/webhook` },
          { label: 'Other senders', href: `${base}/webhook/senders` },
          { label: 'Secrets', href: `${base}/webhook/secrets` },
          { label: 'Activity', href: `${base}/webhook/activity` },
          { label: 'Lost sales', href: `${base}/lost-sales` },
        ]}
      />
      {silentSince !== null && (
        <Notice kind="warning" title="It has been quiet for longer than usual">
          The last event came <When at={silentSince} />. Check that your marketplace still posts to this address, and{' '}
          <a href={`${base}/webhook/activity`}>the posts refused</a>.
        </Notice>
      )}
      {children}
    </div>
  )
}
