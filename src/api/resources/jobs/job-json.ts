import type { JobView } from '../../../journal/jobs/job'
import type { CommandResult } from '../../../model/command-result'
import { orRefuse } from '../../contract/problem'
import { toTime } from '../../contract/values'

/** The job that a command started; its refusal is thrown. */
export function startedJob(started: CommandResult<string, { job: JobView }>) {
  return { job: toJobJson(orRefuse(started).job) }
}

export function toJobJson(job: JobView) {
  const { id, kind, title, status, done, total, person, result } = job
  return {
    id,
    kind,
    title,
    status,
    done,
    total,
    person,
    started_at: toTime(job.startedAt),
    ended_at: toTime(job.endedAt),
    stoppable: job.stoppable !== false,
    result,
  }
}
