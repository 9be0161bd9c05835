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
        lead={`Compare who has access in ${kind} with who paid.`}
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
              <Count of={settling} noun="entry" nouns="entries" /> in progress: see{' '}
              <a href={`${base}/jobs`}>Background work</a>.
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
    <EmptyState title="No differences" example={`Paid for, but access ended in ${kind}: enroll again`}>
      Access changed by hand in {kind} appears here after the next comparison.
    </EmptyState>
  ) : (
    <EmptyState title="Not compared yet" example={`Paid for, but access ended in ${kind}: enroll again`}>
      Reconcile Now lists what someone changed by hand in {kind}: customers enrolled or removed, dates changed. Nothing
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
          'Runs only when someone starts it.'
        ) : (
          <>
            Runs weekly, next on <When at={weeklyAt} as="date" />.
          </>
        )}
      </p>
      <p class="muted small">
        Sales go first. Usually two requests a minute are left, 250 enrollments each, up to 1,000 a run.
      </p>
    </Card>
  )
}
