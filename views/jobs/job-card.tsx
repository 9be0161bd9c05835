/** One job: its progress while it runs, what came of it afterwards; polls until it has ended. */
import type { JobView } from '../../src/journal/jobs/job'
import { PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { useAdmin } from '../parts/for-admins'
import { poll } from '../parts/poll'
import { Progress } from '../parts/progress'
import { When } from '../parts/when'

const SECONDS_BETWEEN_LOOKS = 2

export function JobCard({ base, job }: { base: string; job: JobView }) {
  const { id, title, status, person, startedAt, endedAt, result, stoppable } = job
  const at = `${base}/jobs/${encodeURIComponent(id)}`
  const again = status === 'running' ? poll(at, SECONDS_BETWEEN_LOOKS) : {}
  return (
    <div id={`job-${id.replaceAll(' ', '-')}`} {...again}>
      <Card
        title={title}
        actions={
          (stoppable === 'by anyone' || (useAdmin() && stoppable)) &&
          endedAt === null && <Actions at={at} paused={status === 'paused'} />
        }
      >
        {endedAt === null ? <Running job={job} /> : <p>{result}</p>}
        <p class="muted small">
          {person && `Started by ${person} `}
          <When at={startedAt} as="ago" />
        </p>
      </Card>
    </div>
  )
}

function Actions({ at, paused }: { at: string; paused: boolean }) {
  return (
    <div class="row">
      <PostButton small action={`${at}/${paused ? 'resumptions' : 'pauses'}`}>
        {paused ? 'Resume' : 'Pause'}
      </PostButton>
      <PostButton small look="plain" action={`${at}/cancellations`}>
        Cancel
      </PostButton>
    </div>
  )
}

function Running({ job: { title, status, done, total, retriedAt } }: { job: JobView }) {
  const figures =
    total === null ? null : (
      <>
        <Count of={done} /> of <Count of={total} /> done
      </>
    )
  return <Progress label={title} done={done} of={total ?? 0} title={figures} note={describe(status, retriedAt)} />
}

function describe(status: JobView['status'], retriedAt: number | null) {
  if (status === 'paused') {
    return 'Paused. What was under way is finished; nothing new starts until you resume it.'
  }
  return retriedAt === null ? (
    'Continues when you leave this page.'
  ) : (
    <>
      Something did not answer. We’ll retry automatically <When at={retriedAt} />.
    </>
  )
}
