/**
 * Reads what a site has, target by target, and compares it with the ledger. Each page is a call at the site's background
 * pace, and where it got to is stored with what it found.
 */
import type { Reconciler, SiteReading } from '../../integrations/reconciler'
import type { Target } from '../../model/rule'
import type { JournalStore } from '../journal-store'
import { addAll, compareCustomers, forgetPages } from '../reconcile/compare-customers'
import { RECONCILE, type ReconcileJob } from '../reconcile/reconcile-job'
import {
  NO_PROGRESS,
  nextTarget,
  type ReconcileProgress,
  type ReconcileRecord,
  type ReconcileStep,
  turnPage,
} from '../reconcile/reconcile-progress'
import { mergeTargets, sortFrom } from '../reconcile/reconcile-targets'
import { retryReading } from '../reconcile/retry-reading'
import { noteProblem, readReconcileState } from '../reconcile/state'
import type { JobContext, JobKind, Slice } from './job'

/** Of one reconciliation: 250,000 enrollments. The rest is read by the next one. */
const MOST_CALLS = 1_000
/** After the last, what keeps failing is passed over: one page must not hold up all others. */
const RETRIES_MS = [10_000, 30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000]
/** The page that starts it does not wait for Thinkific. */
const BEGINS_AFTER_MS = 100
const GONE = 'The integration was deleted.'

export const RECONCILE_KIND: JobKind<ReconcileJob, ReconcileProgress> = {
  id: RECONCILE,
  stoppable: 'by anyone',
  title: ({ integration }) => `Reconciling ${integration.name}`,
  begin: () => NO_PROGRESS,
  onCanceled({ input: { integration } }, store, now) {
    forgetPages(store, integration.id)
    noteProblem(store.sql, integration, null, now)
  },
  async runSlice(job, context) {
    const { input, marketplace } = job
    const site = await context.ports.findReconciler(marketplace, input.integration.id)
    if (site === null) {
      return { ended: true, done: 0, result: GONE }
    }
    const { run } = job.progress
    return run === null
      ? toSlice({ progress: { ...job.progress, run: beginRun(job, context) }, waitMs: BEGINS_AFTER_MS })
      : toSlice(await takeStep(job, run, site, context))
  },
}

function toSlice(step: ReconcileStep): Slice<ReconcileProgress> {
  if ('result' in step) {
    return { ended: true, done: 0, result: step.result }
  }
  const { progress, waitMs = 0 } = step
  const { stage, at, targets } = progress
  const isListed = stage === 'reading' || stage === 'customers'
  return { ended: false, progress, done: isListed ? at : 0, total: isListed ? targets.length : null, waitMs }
}

function beginRun({ input }: ReconcileRecord, { transact }: JobContext): number {
  return transact((store, now) => {
    forgetPages(store, input.integration.id)
    return now
  })
}

function takeStep(
  job: ReconcileRecord,
  run: number,
  site: Reconciler,
  context: JobContext,
): Promise<ReconcileStep> | ReconcileStep {
  const { stage, at, targets, calls } = job.progress
  switch (stage) {
    case 'listing':
      return listTargets(job, site, context)
    case 'contents':
      return readContents(job, site, context)
    case 'reading':
      return at >= targets.length || calls >= MOST_CALLS
        ? { progress: { ...job.progress, stage: 'customers', after: '' } }
        : compareNextPage(job, run, site, context)
    case 'customers':
      return compareCustomers(job, run, site, context)
  }
}

/** Those of rules, and those that purchases were ever to give. */
async function listTargets(
  { progress, input, marketplace }: ReconcileRecord,
  site: Reconciler,
  context: JobContext,
): Promise<ReconcileStep> {
  const { after, holding, targets } = progress
  const ofRules = after === '' ? await context.ports.listRuleTargets(marketplace, input.integration.id) : []
  const { items, next } = await site.listTargets(after)
  const known = mergeTargets([...holding, ...targets, ...ofRules, ...items])
  const isHolder = ({ kind }: Target) => site.holders.includes(kind)
  const listed = { holding: known.filter(isHolder), targets: known.filter((target) => !isHolder(target)) }
  return next === null
    ? { progress: { ...progress, ...listed, stage: 'contents', after: '', at: 0 } }
    : { progress: { ...progress, ...listed, after: next } }
}

async function readContents(job: ReconcileRecord, site: Reconciler, context: JobContext): Promise<ReconcileStep> {
  const { progress, input } = job
  const bundle = progress.holding[progress.at]
  if (bundle === undefined) {
    const first = context.transact(({ sql }) => readReconcileState(sql, input.integration.id)?.next ?? null)
    return { progress: { ...progress, stage: 'reading', at: 0, targets: sortFrom(progress.targets, first) } }
  }
  const reading = await site.readContents(bundle)
  return goOn(job, reading, context, (held) => ({
    ...progress,
    targets: mergeTargets([...progress.targets, ...(held ?? [])]),
    at: progress.at + 1,
  }))
}

async function compareNextPage(
  job: ReconcileRecord,
  run: number,
  site: Reconciler,
  context: JobContext,
): Promise<ReconcileStep> {
  const { progress, input } = job
  const target = progress.targets[progress.at]
  if (target === undefined) {
    return { progress }
  }
  const reading = await site.readPage(target, progress.page)
  const isEmpty = reading.state === 'read' && progress.page === 1 && reading.value.users.length === 0
  // What was deleted there looks like something that everyone was taken out of.
  const isGone = isEmpty && !(await context.ports.isOffered(job.marketplace, input.integration.id, target))
  return goOn(job, reading, context, (page, store, now) => {
    if (page === null || isGone) {
      // Who is on the pages not read is not known.
      store.differences.forgetPages(input.integration.id, target.id)
      return { ...nextTarget(progress), skipped: progress.skipped + 1 }
    }
    const place = progress.isAgain ? -progress.page : progress.page
    store.differences.keepPage(input.integration.id, target.id, place, page.users)
    const unlisted = addAll(store, input.integration.id, page.differences, run, now)
    const counted = { ...progress, read: progress.read + page.users.length, unlisted: progress.unlisted + unlisted }
    return turnPage(counted, page)
  })
}

/** @param take what was read, or null where it never can be, into the progress */
function goOn<Value>(
  { progress, input }: ReconcileRecord,
  reading: SiteReading<Value>,
  { transact }: JobContext,
  take: (value: Value | null, store: JournalStore, now: number) => ReconcileProgress,
): ReconcileStep {
  const calls = progress.calls + reading.calls
  return transact((store, now): ReconcileStep => {
    noteProblem(store.sql, input.integration, reading.state === 'blocked' ? reading.sentence : null, now)
    const again = reading.state === 'read' ? null : retryReading(reading, progress.failures, RETRIES_MS, now)
    return again === null
      ? { progress: { ...take(reading.state === 'read' ? reading.value : null, store, now), calls, failures: 0 } }
      : { progress: { ...progress, calls, failures: again.failures }, waitMs: again.waitMs }
  })
}
