/** How a job goes on: from its start, by each slice and by what a person does to it. */
import type { JobChange, JobKind, JobRecord, NewJob, Slice } from './job'

export const FIRST_RETRY_MS = 5_000
const LAST_RETRY_MS = 10 * 60_000

export function beginJob(
  { id, marketplace, kind, input, person, deed = null }: NewJob,
  { title, begin }: Pick<JobKind, 'title' | 'begin'>,
  now: number,
): JobRecord {
  return {
    id,
    marketplace,
    kind,
    title: title(input),
    input,
    progress: begin(input),
    person,
    deed,
    status: 'running',
    done: 0,
    total: null,
    startedAt: now,
    endedAt: null,
    dueAt: now,
    failures: 0,
    result: null,
  }
}

export function applyChange(job: JobRecord, change: JobChange, now: number): JobRecord {
  const changed = { ...job, lastChange: { change, at: now } }
  if (change === 'cancel') {
    return { ...changed, status: 'canceled', endedAt: now, result: 'Canceled. What was done until then stays.' }
  }
  return { ...changed, status: change === 'pause' ? 'paused' : 'running', dueAt: now, failures: 0 }
}

export function applySlice(job: JobRecord, slice: Slice, now: number): JobRecord {
  if (slice.ended) {
    const { done, result } = slice
    return { ...job, status: 'done', done, total: done, result, endedAt: now }
  }
  const { progress, done, total, waitMs } = slice
  return { ...job, progress, done, total, dueAt: now + waitMs, failures: 0 }
}

export function applyFailedSlice(job: JobRecord, now: number): JobRecord {
  const wait = Math.min(FIRST_RETRY_MS * 2 ** job.failures, LAST_RETRY_MS)
  return { ...job, failures: job.failures + 1, dueAt: now + wait }
}
