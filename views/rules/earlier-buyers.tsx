/** Those who bought before a rule was there, or while it was off: the offer on the rule's page, and its preview. */
import type { EarlierPurchaseLine } from '../../src/dispatch/earlier-buyers'
import { OutcomeBadge } from '../parts/badge'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { Notice } from '../parts/notice'
import { type Crumb, PageHeader } from '../parts/page-header'
import { customerAddress, type Phrases } from '../parts/phrases'
import { formatNumber, useViewer } from '../parts/viewer'
import { When } from '../parts/when'

/** `more`: at most so many. */
export interface EarlierCount {
  buyers: number
  more: boolean
}

const KEPT_DAYS = 90

export function EarlierBuyersOffer({ at, earlier, target }: { at: string; earlier: EarlierCount; target: string }) {
  return (
    <Notice
      kind="info"
      title={`${nameBuyers(earlier)} bought before this rule could enroll them`}
      action={
        <LinkButton look="main" href={`${at}/earlier-buyers`}>
          Enroll {nameBuyers(earlier)}
        </LinkButton>
      }
    >
      New buyers get {target}. See first who would be enrolled, and who is left out.
    </Notice>
  )
}

interface EarlierBuyersPageProps {
  base: string
  rule: { id: string; on: boolean; action: string; target: string; site: string }
  crumbs: Crumb[]
  phrases: Phrases
  earlier: EarlierCount & { enrolled: EarlierPurchaseLine[]; leftOut: EarlierPurchaseLine[] }
  formId: string
}

export function EarlierBuyersPage({ base, rule, crumbs, phrases, earlier, formId }: EarlierBuyersPageProps) {
  const at = `${base}/rules/${encodeURIComponent(rule.id)}`
  const { buyers, more, enrolled, leftOut } = earlier
  const table = { base, phrases, action: rule.action }
  return (
    <div class="page">
      <PageHeader title="Earlier buyers" crumbs={crumbs} />
      {buyers === 0 ? (
        <EmptyState
          title="No earlier buyer is left to enroll"
          example="Enroll 14 earlier buyers · Course Two"
          action={<LinkButton href={at}>Back to the rule</LinkButton>}
        >
          {rule.on
            ? `The purchases of the last ${KEPT_DAYS} days that this rule handles have run, or are left out below.`
            : 'This rule is off. Switch it on first: then those who bought while it was off are listed here.'}
        </EmptyState>
      ) : (
        <Card>
          <form method="post" action={`${at}/earlier-buyers`} class="stack">
            <input type="hidden" name="id" value={formId} />
            <p class="answer">
              {nameBuyers(earlier)} would get {rule.target}, as if this rule had been there.
            </p>
            <ul class="prose">
              <li>
                Each purchase runs with this rule alone, dated by its own date, at the pace {rule.site} allows and
                behind live events. You can watch, pause and cancel it.
              </li>
              <li>
                Anything refunded or ended since stays that way. Anyone who has access already keeps it, and nothing is
                called for them.
              </li>
              <li>
                Purchases of the last {KEPT_DAYS} days are found. Older buyers can be enrolled on their own pages.
              </li>
              {more && <li>The newest are listed. The others are checked the same way as each of them runs.</li>}
            </ul>
            <div class="row">
              <Button look="main">Enroll {nameBuyers(earlier)}</Button>
              <LinkButton href={at}>Leave them as they are</LinkButton>
            </div>
          </form>
        </Card>
      )}
      {enrolled.length > 0 && (
        <Card title={<Title of={enrolled.length} text="to enroll" />}>
          <Purchases {...table} caption="Purchases to enroll" lines={enrolled} />
        </Card>
      )}
      {leftOut.length > 0 && (
        <Card title={<Title of={leftOut.length} text={leftOut.length === 1 ? 'left as it is' : 'left as they are'} />}>
          <Purchases {...table} caption="Purchases left as they are" lines={leftOut} />
        </Card>
      )}
    </div>
  )
}

function Title({ of, text }: { of: number; text: string }) {
  return (
    <>
      <Count of={of} noun="purchase" /> {text}
    </>
  )
}

interface PurchasesProps {
  base: string
  phrases: Phrases
  action: string
  caption: string
  /** What the column of dates says; "Bought" where it is left out. */
  happened?: string
  lines: EarlierPurchaseLine[]
}

export function Purchases({ base, phrases, action, caption, happened = 'Bought', lines }: PurchasesProps) {
  const columns: Column<EarlierPurchaseLine>[] = [
    {
      head: 'Customer',
      kind: 'name',
      cell: ({ email }) => <a href={customerAddress(base, email)}>{email}</a>,
    },
    {
      head: 'Purchase',
      cell: ({ product, order }) => (
        <>
          <bdi>{product}</bdi>
          {order !== null && <span class="under">order {order}</span>}
        </>
      ),
    },
    { head: happened, cell: ({ at }) => <When at={at} as="date" />, labeled: true },
    {
      head: 'What happens',
      cell: ({ outcome, sentence }) => (
        <>
          {outcome !== null && <OutcomeBadge phrases={phrases} of={{ outcome, action }} />}
          {!isPlain({ outcome, sentence }) && <span class={outcome === null ? undefined : 'under'}>{sentence}</span>}
        </>
      ),
    },
  ]
  return <DataTable caption={caption} columns={columns} rows={lines} />
}

/** The badge says it all: a new access without an end. */
function isPlain({ outcome, sentence }: Pick<EarlierPurchaseLine, 'outcome' | 'sentence'>): boolean {
  return outcome === 'enrolled' && !sentence.includes(' until ')
}

function nameBuyers({ buyers, more }: EarlierCount): string {
  const number = formatNumber(useViewer(), buyers)
  return `${more ? 'up to ' : ''}${number} earlier ${buyers === 1 ? 'buyer' : 'buyers'}`
}
