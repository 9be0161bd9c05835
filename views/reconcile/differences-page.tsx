/** Where the ledger and a site disagree, with the choices that settle it. */
import type { JobView } from '../../src/journal/jobs/job'
import type { ReconcileAnswer } from '../../src/journal/queries'
import { JobCard } from '../jobs/job-card'
import { PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { EmptyState } from '../parts/empty-state'
import { ForAdmins } from '../parts/for-admins'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { Place, pollPart } from '../parts/place'
import { When } from '../parts/when'
import { DifferenceGroup, type DifferenceGroupView } from './difference-group'

const SECONDS_BETWEEN_LOOKS = 2

interface DifferencesPageProps {
  base: string
  at: string
  integration: { id: string; name: string }
  /** "Thinkific" */
  kind: string
  answer: Pick<ReconcileAnswer, 'settling' | 'state'>
  groups: DifferenceGroupView[]
  jobs: JobView[]
  /** It answers a part that waited for it. */
  isArriving: boolean
  newFormId: () => string
}

export function DifferencesPage(props: DifferencesPageProps) {
  const { base, at, integration, kind, answer, groups, jobs, isArriving, newFormId } = props
  const { settling, state } = answer
  const start = `${base}/integrations/${encodeURIComponent(integration.id)}/reconciliations`
  const own = jobs.find(({ kind: of }) => of === 'reconcile')
  const isRunning = own?.status === 'running'
  const action = own === undefined && (
    <PostButton look={state?.last ? 'side' : 'main'} action={start}>
      Reconcile Now
    </PostButton>
  )
  return (
    <div class="page">
      <PageHeader
        crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]}
        title={
          <>
            Reconcile <bdi>{integration.name}</bdi>
          </>
        }
        lead={`What ${kind} has, compared with what was paid for here.`}
        action={action}
      />
      {state?.problem && (
        <Notice kind="problem" title="Reconciling is waiting">
          {state.problem.sentence} It has been waiting since <When at={state.problem.since} /> and continues
          automatically.
        </Notice>
      )}
      {jobs.map((job) => (
        <JobCard base={base} job={job} />
      ))}
      <div id="found" class="page" {...(isRunning ? pollPart(at, SECONDS_BETWEEN_LOOKS, 'found') : {})}>
        <Place kept={isArriving} waits={isRunning && groups.length === 0}>
          {settling > 0 && (
            <Notice kind="info">
              <Count of={settling} noun="entry" nouns="entries" /> under way: see{' '}
              <a href={`${base}/jobs`}>Work under way</a>.
            </Notice>
          )}
          {groups.map((group) => (
            <DifferenceGroup {...group} base={base} at={at} site={kind} />
          ))}
          {groups.length === 0 && <Nothing kind={kind} wasRun={(state?.last ?? null) !== null} />}
        </Place>
        <Runs start={start} state={state} newFormId={newFormId} />
      </div>
    </div>
  )
}

function Nothing({ kind, wasRun }: { kind: string; wasRun: boolean }) {
  return wasRun ? (
    <EmptyState title="Both sides agree" example={`Paid for, but ended in ${kind}: enroll again`}>
      Access that was changed by hand in {kind} appears here the next time both sides are compared.
    </EmptyState>
  ) : (
    <EmptyState title="Not compared yet" example={`Paid for, but ended in ${kind}: enroll again`}>
      Reconcile Now lists what someone changed by hand in {kind}: customers enrolled or removed, dates moved. Nothing
      changes until you choose.
    </EmptyState>
  )
}

interface RunsProps extends Pick<ReconcileAnswer, 'state'> {
  start: string
  newFormId: () => string
}

function Runs({ start, state, newFormId }: RunsProps) {
  const weeklyAt = state?.weeklyAt ?? null
  const values = { formId: newFormId(), weekly: weeklyAt === null ? 'yes' : 'no' }
  return (
    <Card
      title="How it runs"
      actions={
        <ForAdmins>
          <PostButton small action={`${start}/schedule`} values={values}>
            {weeklyAt === null ? 'Run weekly' : 'Stop running weekly'}
          </PostButton>
        </ForAdmins>
      }
    >
      {state?.last && (
        <p>
          Compared <When at={state.last.at} as="ago" />: <Count of={state.last.read} noun="enrollment" /> read with{' '}
          <Count of={state.last.calls} noun="call" />. {state.last.result}
        </p>
      )}
      <p>
        {weeklyAt === null ? (
          'It runs when someone starts it.'
        ) : (
          <>
            It runs weekly, next <When at={weeklyAt} as="date" />.
          </>
        )}
      </p>
      <p class="muted small">
        It uses only requests that sales leave free: usually about two a minute, 250 enrollments each, at most 1,000 in
        a run.
      </p>
    </Card>
  )
}
