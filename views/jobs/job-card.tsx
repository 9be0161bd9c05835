/** One job: its progress while it runs, what came of it afterwards, in the same room; polls until it has ended. */
import type { JobView } from '../../src/journal/jobs/job'
import { LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { useAdmin } from '../parts/for-admins'
import { poll } from '../parts/poll'
import { Progress } from '../parts/progress'
import { formatNumber, useViewer } from '../parts/viewer'
import { When } from '../parts/when'

const SECONDS_BETWEEN_LOOKS = 2

interface JobCardProps {
  base: string
  job: JobView
  /** It answers its own poll: what is gone leaves its room. */
  isUpdate?: boolean
}

export function JobCard({ base, job, isUpdate = false }: JobCardProps) {
  const { id, title, status, person, startedAt, endedAt, stoppable } = job
  const at = `${base}/jobs/${encodeURIComponent(id)}`
  const again = status === 'running' ? poll(at, SECONDS_BETWEEN_LOOKS) : {}
  return (
    <div id={`job-${id.replaceAll(' ', '-')}`} {...again}>
      <Card
        title={status === 'done' ? toPast(title) : title}
        actions={
          (stoppable === 'by anyone' || (useAdmin() && stoppable)) &&
          (endedAt === null || isUpdate) && <Actions at={at} paused={status === 'paused'} gone={endedAt !== null} />
        }
      >
        <JobProgress job={job} isUpdate={isUpdate} />
        <p class="muted small">
          {person && `Started by ${person}, `}
          <When at={startedAt} as="ago" />
        </p>
      </Card>
    </div>
  )
}

function Actions({ at, paused, gone }: { at: string; paused: boolean; gone: boolean }) {
  return (
    <div class={gone ? 'row gone' : 'row'}>
      <PostButton small action={`${at}/${paused ? 'resumptions' : 'pauses'}`}>
        {paused ? 'Resume' : 'Pause'}
      </PostButton>
      <LinkButton small look="remove" href={`${at}/cancellation`}>
        Cancel
      </LinkButton>
    </div>
  )
}

const PAST: Record<string, string> = {
  Applying: 'Applied',
  Reading: 'Read',
  Retrying: 'Retried',
  Taking: 'Took',
  Undoing: 'Undid',
}

/** "Deleting Academy" becomes "Deleted Academy". */
function toPast(title: string): string {
  return title.replace(/^(\w+)ing\b/, (word, stem: string) => PAST[word] ?? `${stem}ed`)
}

function JobProgress({ job, isUpdate }: { job: JobView; isUpdate: boolean }) {
  const { title, done, total, endedAt, result } = job
  // One text: numbers that grow move no other.
  const [now, all] = [done, total ?? 0].map((n) => formatNumber(useViewer(), n))
  const figures = total === null ? `${now} done` : `${now} of ${all} done`
  return (
    <Progress
      label={title}
      done={done}
      of={total ?? 0}
      bar={endedAt === null || (isUpdate && 'gone')}
      title={result ?? figures}
      note={describe(job)}
    />
  )
}

function describe({ status, retriedAt, endedAt }: JobView) {
  if (endedAt !== null) {
    return (
      <>
        Ended <When at={endedAt} as="ago" />.
      </>
    )
  }
  if (status === 'paused') {
    return 'Paused. Nothing new starts until you resume it.'
  }
  return retriedAt === null ? (
    'You can leave this page.'
  ) : (
    <>
      Something did not answer. We’ll retry automatically <When at={retriedAt} />.
    </>
  )
}
