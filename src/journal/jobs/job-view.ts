import type { JobRecord, JobView } from './job'

export function toJobView(job: JobRecord, stoppable: JobView['stoppable']): JobView {
  const { id, kind, title, status, done, total, person, startedAt, endedAt, result, failures, dueAt } = job
  return {
    id,
    kind,
    title,
    status,
    done,
    total,
    person,
    startedAt,
    endedAt,
    result,
    stoppable,
    lastChange: job.lastChange ?? null,
    retriedAt: failures > 0 && endedAt === null ? dueAt : null,
  }
}
