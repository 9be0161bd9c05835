/** How far a reconciliation is. */
import type { ComparedPage } from '../../integrations/reconciler'
import type { Target } from '../../model/rule'
import type { JobRecord } from '../jobs/job'
import type { ReconcileJob } from './reconcile-job'

type ReconcileStage = 'listing' | 'contents' | 'reading' | 'customers'

export interface ReconcileProgress {
  /** Null before the first slice, epoch ms: it names this reconciliation. */
  run: number | null
  stage: ReconcileStage
  /** Where the walk through the customers is. */
  after: string
  /** Bundles: their contents are read first. */
  holding: Target[]
  /** Courses, their own and those of bundles. */
  targets: Target[]
  /** Of the stage's list. */
  at: number
  page: number
  /** Of the target's list when its reading began. */
  total: number | null
  /** The list changed its length meanwhile, and is read once more. */
  isAgain: boolean
  calls: number
  read: number
  unlisted: number
  /** Targets that could not be read. */
  skipped: number
  /** Those failed in a row. */
  failures: number
}

export type ReconcileRecord = JobRecord<ReconcileJob, ReconcileProgress>
export type ReconcileStep = { progress: ReconcileProgress; waitMs?: number } | { result: string }

export const NO_PROGRESS: ReconcileProgress = {
  run: null,
  stage: 'listing',
  after: '',
  holding: [],
  targets: [],
  at: 0,
  page: 1,
  total: null,
  isAgain: false,
  calls: 0,
  read: 0,
  unlisted: 0,
  skipped: 0,
  failures: 0,
}

/** A row that was removed shifts the others, and one could slip between two pages: then the list is read once more. */
export function turnPage(progress: ReconcileProgress, { next, total }: ComparedPage): ReconcileProgress {
  const known = progress.page === 1 ? total : progress.total
  if (next !== null) {
    return { ...progress, page: next, total: known }
  }
  return total === known || progress.isAgain
    ? nextTarget(progress)
    : { ...progress, page: 1, total: null, isAgain: true }
}

export function nextTarget(progress: ReconcileProgress): ReconcileProgress {
  return { ...progress, at: progress.at + 1, page: 1, total: null, isAgain: false }
}
