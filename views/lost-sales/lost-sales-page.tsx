/** What SamCart sold and never reported, with the click that settles it. */
import type { Child } from 'hono/jsx'
import type { LostSalesAnswer } from '../../src/journal/queries'
import { Count } from '../parts/count'
import { EmptyState } from '../parts/empty-state'
import { useAdmin } from '../parts/for-admins'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { Place, pollPart } from '../parts/place'
import { When } from '../parts/when'
import { WebhookTabs } from '../webhook/tabs'
import { ApiKey, type ApiKeyProps } from './api-key'
import { LostSaleGroup, type LostSaleGroupView } from './lost-sale-group'

interface LostSalesPageProps extends ApiKeyProps {
  base: string
  groups: LostSaleGroupView[]
  found: Pick<LostSalesAnswer, 'settling' | 'last' | 'problem' | 'goesOn'>
  silentSince: number | null
  /** Sales are being compared. */
  isComparing: boolean
  /** It answers a part that waited for it. */
  isArriving: boolean
}

const SECONDS_BETWEEN_LOOKS = 2

const LEAD = 'What SamCart sold in the last 35 days and never reported here.'

export function LostSalesPage(props: LostSalesPageProps) {
  const { base, groups, found, silentSince, isComparing, isArriving, savedAt, filled } = props
  const again = isComparing ? pollPart(`${base}/lost-sales`, SECONDS_BETWEEN_LOOKS, 'found') : {}
  const main = (
    <>
      <div id="found" class="page" {...again}>
        {found.problem !== null && (
          <Notice kind="problem" title="Sales are no longer compared">
            {found.problem.sentence} Nothing has been compared since <When at={found.problem.since} />.
          </Notice>
        )}
        <Place kept={isArriving} waits={isComparing && groups.length === 0}>
          {found.settling > 0 && (
            <Notice kind="info">
              <Count of={found.settling} noun="event" /> in progress: see <a href={`${base}/jobs`}>Background work</a>.
            </Notice>
          )}
          {groups.map((group) => (
            <LostSaleGroup {...group} base={base} />
          ))}
          {groups.length === 0 && savedAt !== null && (
            <EmptyState title="No lost sales">
              Sales, refunds and cancellations that SamCart never reported appear here.
            </EmptyState>
          )}
        </Place>
        <LastComparison {...found} />
      </div>
      <ApiKey savedAt={savedAt} filled={filled} base={base} />
    </>
  )
  return <Frame base={base} silentSince={silentSince} main={main} />
}

/** The other tabs are for admins only. */
function Frame({ base, silentSince, main }: { base: string; silentSince: number | null; main: Child }) {
  return useAdmin() ? (
    <WebhookTabs base={base} current="Lost sales" title="Lost sales" lead={LEAD} silentSince={silentSince}>
      {main}
    </WebhookTabs>
  ) : (
    <div class="page">
      <PageHeader crumbs={[{ label: 'Overview', href: `${base}/overview` }]} title="Lost sales" lead={LEAD} />
      {main}
    </div>
  )
}

function LastComparison({ last, goesOn }: Pick<LostSalesAnswer, 'last' | 'goesOn'>) {
  return (
    last && (
      <p class="muted small">
        Compared <When at={last.at} as="ago" />, with <Count of={last.calls} noun="call" /> to SamCart. {last.result}
        {goesOn && ' It continues tonight where it stopped.'}
        {last.unruled > 0 && (
          <>
            {' '}
            <Count of={last.unruled} noun="sale" /> of products without a rule are not listed.
          </>
        )}
      </p>
    )
  )
}
