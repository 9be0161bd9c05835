import type { Announcement } from '../../src/accounts/announcements'
import type { JobView } from '../../src/journal/jobs/job'
import { EndedHolds, type EndedHoldView } from '../integrations/ended-holds'
import { JobCard } from '../jobs/job-card'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { PageHeader } from '../parts/page-header'
import { formatTime, useViewer, type Viewer } from '../parts/viewer'
import { Announcements } from './announcements'
import { type Attention, AttentionList } from './attention-list'
import { Backlog, type BacklogProps } from './backlog'
import { SetupChecklist, type SetupStep } from './setup'
import { ThirtyDays, type ThirtyDaysProps } from './thirty-days'

interface OverviewPageProps {
  base: string
  announced: Announcement[]
  holds: EndedHoldView[]
  attention: Attention[]
  /** Null once setup is complete. */
  setup: SetupStep[] | null
  days: ThirtyDaysProps
  moved: number
  backlog: BacklogProps | null
  jobs: JobView[]
  /** Between the ledger and a site, by integration. */
  differences: { id: string; name: string; count: number }[]
}

export function OverviewPage(props: OverviewPageProps) {
  const { base, announced, holds, attention, setup, days, moved, backlog, jobs, differences } = props
  const viewer = useViewer()
  return (
    <div class="page">
      <PageHeader
        title="Overview"
        lead={
          <>
            {greeting(viewer)} <b>{needsYou(attention.length, setup !== null)}</b>{' '}
            {(moved > 0 || !setup) && <Lead moved={moved} busy={attention.length > 0} />}
          </>
        }
      />
      {attention.length > 0 && (
        <section class="card" aria-label="Needs you">
          <AttentionList attention={attention} />
        </section>
      )}
      {differences.map((one) => one.count > 0 && <Differences base={base} {...one} />)}
      <EndedHolds holds={holds} />
      <Announcements base={base} announced={announced} />
      {setup && <SetupChecklist steps={setup} />}
      {jobs.map((job) => (
        <JobCard base={base} job={job} />
      ))}
      <div class={backlog ? 'columns' : 'stack'}>
        {(moved > 0 || !setup) && (
          <Card title="Last 30 days">
            <ThirtyDays {...days} />
          </Card>
        )}
        {backlog && <Backlog {...backlog} base={base} />}
      </div>
    </div>
  )
}

function Differences({ base, id, name, count }: OverviewPageProps['differences'][number] & { base: string }) {
  return (
    <p class="muted">
      {name}: <Count of={count} noun="difference" /> between what was paid for and what the site has.{' '}
      <a href={`${base}/integrations/${encodeURIComponent(id)}/differences`}>See them</a>
    </p>
  )
}

function Lead({ moved, busy }: { moved: number; busy: boolean }) {
  return moved === 0 ? (
    <>No one was enrolled in the last 30 days.</>
  ) : (
    <>
      {busy ? 'Everything else' : 'Everything'} ran automatically: <Count of={moved} noun="change" /> of access in the
      last 30 days.
    </>
  )
}

const NOON = 12
const EVENING = 18
const DAWN = 5

function greeting(viewer: Viewer): string {
  const hour = Number(formatTime({ ...viewer, locale: 'en-GB' }, viewer.now, { hour: '2-digit', hourCycle: 'h23' }))
  if (hour >= DAWN && hour < NOON) {
    return 'Good morning.'
  }
  return hour >= NOON && hour < EVENING ? 'Good afternoon.' : 'Good evening.'
}

const SPELLED = ['Nothing', 'One thing', 'Two things', 'Three things', 'Four things', 'Five things', 'Six things']

function needsYou(count: number, settingUp: boolean): string {
  if (count === 0 && settingUp) {
    return 'Let’s get you set up.'
  }
  return `${SPELLED[count] ?? `${count} things`} ${count > 1 ? 'need' : 'needs'} you.`
}
