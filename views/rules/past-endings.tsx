/** Those who were refunded, canceled or fell behind before a rule ended access for that: the offer on its page, and its preview. */

import type { EarlierPurchaseLine } from '../../src/dispatch/earlier-buyers'
import type { Trigger } from '../../src/model/trigger'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { EmptyState } from '../parts/empty-state'
import { useAdmin } from '../parts/for-admins'
import { Notice } from '../parts/notice'
import { type Crumb, PageHeader } from '../parts/page-header'
import type { Phrases } from '../parts/phrases'
import { formatNumber, useViewer } from '../parts/viewer'
import { type EarlierCount, Purchases } from './earlier-buyers'

type PastCount = EarlierCount & { trigger: Trigger }

const BEFORE: Partial<Record<Trigger, string>> = {
  'product.refunded': 'refunded before',
  'product.partially_refunded': 'partially refunded before',
  'subscription.canceled': 'canceled before',
  'subscription.charge_failed': 'behind on a payment before',
  'subscription.delinquent': 'delinquent before',
  'subscription.completed': 'done paying before',
}

export function PastEndingsOffer({ at, past, target }: { at: string; past: PastCount; target: string }) {
  const admin = useAdmin()
  const who = nameCustomers(past)
  return (
    <Notice
      kind="warning"
      title={`${who} ${past.buyers === 1 ? 'still has' : 'still have'} access`}
      action={
        admin && (
          <LinkButton look="main" href={`${at}/past-endings`}>
            End their access
          </LinkButton>
        )
      }
    >
      This rule came later, so it did not end their access to {target}. See first who would lose it, and who keeps it.
      {!admin && ' An admin can end theirs.'}
    </Notice>
  )
}

interface PastEndingsPageProps {
  base: string
  rule: { id: string; on: boolean; action: string; target: string; site: string }
  crumbs: Crumb[]
  phrases: Phrases
  past: PastCount & { enrolled: EarlierPurchaseLine[]; leftOut: EarlierPurchaseLine[] }
  formId: string
}

export function PastEndingsPage({ base, rule, crumbs, phrases, past, formId }: PastEndingsPageProps) {
  const at = `${base}/rules/${encodeURIComponent(rule.id)}`
  const table = { base, phrases, action: rule.action, happened: 'Ended' }
  const { buyers, more, enrolled: ended, leftOut } = past
  return (
    <div class="page">
      <PageHeader title="Past endings" crumbs={crumbs} />
      {buyers === 0 ? (
        <EmptyState
          title="No past ending is left to apply"
          action={<LinkButton href={at}>Back to the rule</LinkButton>}
        >
          {rule.on
            ? 'What ended purchases in the last 90 days has run with this rule, or changes nothing.'
            : 'This rule is off. Switch it on first: then what ended while it was off is listed here.'}
        </EmptyState>
      ) : (
        <Card>
          <form method="post" action={`${at}/past-endings`} class="stack">
            <input type="hidden" name="id" value={formId} />
            <p class="answer">
              {nameCustomers(past)} would lose access to {rule.target}, as if this rule had been there.
            </p>
            <ul class="prose">
              <li>
                Each ending runs with this rule alone, dated by its own date, at the pace {rule.site} allows and behind
                live events. You can watch, pause and cancel it, and undo it afterwards.
              </li>
              <li>Anyone who paid again, or has it through another purchase, keeps it.</li>
              <li>Endings of the last 90 days are found.</li>
              {more && <li>The newest are listed. The others are checked the same way as each of them runs.</li>}
            </ul>
            <div class="row">
              <Button look="danger">End their access</Button>
              <LinkButton href={at}>Leave them as they are</LinkButton>
            </div>
          </form>
        </Card>
      )}
      {ended.length > 0 && (
        <Card title={<Count of={ended.length} noun="ending" />}>
          <Purchases {...table} caption="Endings to apply" lines={ended} />
        </Card>
      )}
      {leftOut.length > 0 && (
        <Card title="Stay as they are">
          <Purchases {...table} caption="Endings that change nothing" lines={leftOut} />
        </Card>
      )}
    </div>
  )
}

/** "12 customers refunded before" */
function nameCustomers({ buyers, more, trigger }: PastCount): string {
  const number = formatNumber(useViewer(), buyers)
  return `${more ? 'Up to ' : ''}${number} ${buyers === 1 ? 'customer' : 'customers'} ${BEFORE[trigger] ?? 'affected before'}`
}
