/**
 * Reads what a site has, target by target, and compares it with the ledger. Each page is a call at the site's background
 * pace, and where it got to is stored with what it found.
 */
import type { ComparedPage, Reconciler, SiteReading } from '../../integrations/reconciler'
import type { Difference } from '../../model/difference'
import type { Target } from '../../model/rule'
import type { JournalStore } from '../journal-store'
import { RECONCILE, type ReconcileJob } from '../reconcile/reconcile-job'
import { retryReading } from '../reconcile/retry-reading'
import { changeReconcileState, noteProblem, readReconcileState } from '../reconcile/state'
import type { JobContext, JobKind, JobRecord, Slice } from './job'

type ReconcileStage = 'listing' | 'contents' | 'reading' | 'customers'

interface Progress {
  /** Null before the first slice, epoch ms: it names this reconciliation. */
  run: number | null
  stage: ReconcileStage
  /** Where the walk through the customers is. */
  after: string
  /** Bundles whose contents are read first, and what is read then. */
  holding: Target[]
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

type Job = JobRecord<ReconcileJob, Progress>
type ReconcileStep = { progress: Progress; waitMs?: number } | { result: string }

/** Of one reconciliation: 250,000 enrollments. The rest is read by the next one. */
const MOST_CALLS = 1_000
/** After the last, what keeps failing is passed over: one page must not hold up all others. */
const RETRIES_MS = [10_000, 30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000]
/** The page that starts it does not wait for Thinkific. */
const BEGINS_AFTER_MS = 100
const GONE = 'The integration was deleted.'

export const RECONCILE_KIND: JobKind<ReconcileJob, Progress> = {
  id: RECONCILE,
  stoppable: 'by anyone',
  title: ({ integration }) => `Reconciling ${integration.name}`,
  begin: () => ({
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
  }),
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

function toSlice(step: ReconcileStep): Slice<Progress> {
  if ('result' in step) {
    return { ended: true, done: 0, result: step.result }
  }
  const { progress, waitMs = 0 } = step
  const { stage, at, targets } = progress
  const isListed = stage === 'reading' || stage === 'customers'
  return { ended: false, progress, done: isListed ? at : 0, total: isListed ? targets.length : null, waitMs }
}

function beginRun({ input }: Job, { transact }: JobContext): number {
  return transact((store, now) => {
    forgetPages(store, input.integration.id)
    return now
  })
}

function takeStep(
  job: Job,
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
  { progress, input, marketplace }: Job,
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

async function readContents(job: Job, site: Reconciler, context: JobContext): Promise<ReconcileStep> {
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

async function compareNextPage(job: Job, run: number, site: Reconciler, context: JobContext): Promise<ReconcileStep> {
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

/** A row that was removed shifts the others, and one could slip between two pages: then the list is read once more. */
function turnPage(progress: Progress, { next, total }: ComparedPage): Progress {
  const known = progress.page === 1 ? total : progress.total
  if (next !== null) {
    return { ...progress, page: next, total: known }
  }
  return total === known || progress.isAgain
    ? nextTarget(progress)
    : { ...progress, page: 1, total: null, isAgain: true }
}

function nextTarget(progress: Progress): Progress {
  return { ...progress, at: progress.at + 1, page: 1, total: null, isAgain: false }
}

/** Those granted what was read wholly, and not seen there. */
async function compareCustomers(
  { progress, input }: Job,
  run: number,
  site: Reconciler,
  context: JobContext,
): Promise<ReconcileStep> {
  const { id } = input.integration
  const read = progress.targets.slice(0, progress.at)
  const { items, next } = await site.listGranted({ targets: read, since: run, after: progress.after })
  return context.transact((store, now) => {
    const users = readUsers(store, id, run)
    const missing = items.flatMap(({ target, userId, ...granted }): Difference[] => {
      const seen = users.get(target.id)
      const isSeen = userId !== null && seen?.has(userId) === true
      return seen === undefined || isSeen
        ? []
        : [{ ...granted, target, userId, kind: 'missing', guess: 'no enrollment', theirs: null, since: null }]
    })
    const unlisted = progress.unlisted + addAll(store, id, missing, run, now)
    if (next !== null) {
      return { progress: { ...progress, after: next, unlisted } }
    }
    if (read.length === progress.targets.length) {
      store.differences.forgetUnconfirmed(id, run, null)
    }
    for (const target of read.filter((one) => users.has(one.id))) {
      store.differences.forgetUnconfirmed(id, run, target.id)
    }
    forgetPages(store, id)
    return { result: saveResult(store, input, { ...progress, unlisted }, now) }
  })
}

/** Of the last reconciliation in this object: reading them again for each slice would take long. */
const READ = new WeakMap<SqlStorage, { run: number; users: Map<string, Set<string>> }>()

function readUsers({ sql, differences }: JournalStore, integration: string, run: number): Map<string, Set<string>> {
  const known = READ.get(sql)
  if (known?.run === run) {
    return known.users
  }
  const users = differences.readUsers(integration)
  READ.set(sql, { run, users })
  return users
}

function saveResult(
  { sql, differences }: JournalStore,
  { integration }: ReconcileJob,
  progress: Progress,
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

function forgetPages({ sql, differences }: JournalStore, integration: string): void {
  READ.delete(sql)
  differences.forgetPages(integration)
}

function describeFound(count: number): string {
  if (count === 0) {
    return 'Enrollwire and Thinkific agree.'
  }
  return count === 1 ? 'One difference.' : `${count} differences.`
}

/** How many were not listed. */
function addAll(store: JournalStore, integration: string, found: Difference[], run: number, now: number): number {
  const listed = found.filter((one) => store.differences.add(integration, one, store.customerKey(one.email), run, now))
  return found.length - listed.length
}

/** @param take what was read, or null where it never can be, into the progress */
function goOn<Value>(
  { progress, input }: Job,
  reading: SiteReading<Value>,
  { transact }: JobContext,
  take: (value: Value | null, store: JournalStore, now: number) => Progress,
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

/** The first name that is known wins. */
function mergeTargets(targets: Target[]): Target[] {
  const merged = new Map<string, Target>()
  for (const target of targets) {
    const key = `${target.kind} ${target.id}`
    const known = merged.get(key)
    merged.set(key, known === undefined || known.name === '' ? target : known)
  }
  return [...merged.values()]
}

/** In the same order each time, beginning where the last one stopped. */
function sortFrom(targets: Target[], first: string | null): Target[] {
  const sorted = targets.toSorted((one, other) => Number(one.id) - Number(other.id))
  const start = Math.max(
    sorted.findIndex(({ id }) => id === first),
    0,
  )
  return [...sorted.slice(start), ...sorted.slice(0, start)]
}
