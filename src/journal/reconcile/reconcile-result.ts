/** What a reconciliation says at its end. */
import type { JournalStore } from '../journal-store'
import type { ReconcileJob } from './reconcile-job'
import type { ReconcileProgress } from './reconcile-progress'
import { changeReconcileState } from './state'

export function saveResult(
  { sql, differences }: JournalStore,
  { integration }: ReconcileJob,
  progress: ReconcileProgress,
  now: number,
): string {
  const { calls, read, unlisted, skipped, targets, at } = progress
  const left = targets[at]?.id ?? null
  const result = [
    describeFound(differences.count(integration.id)),
    ...(unlisted === 0 ? [] : [`${unlisted} more are not listed: reconcile again once these are settled.`]),
    ...(skipped === 0 ? [] : [`${skipped === 1 ? 'One course' : `${skipped} courses`} could not be read.`]),
    ...(left === null
      ? []
      : [`Stopped after ${calls.toLocaleString('en-US')} calls; the next one goes on from there.`]),
  ].join(' ')
  changeReconcileState(sql, integration, () => ({
    last: { at: now, calls, read, unlisted, result },
    next: left,
    problem: null,
  }))
  return result
}

function describeFound(count: number): string {
  if (count === 0) {
    return 'Enrollwire and Thinkific agree.'
  }
  return count === 1 ? 'One difference.' : `${count} differences.`
}
