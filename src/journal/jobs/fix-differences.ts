/** Settles differences as a person chose, each looked at again first and an entry under their name, a few at a time. */
import { createHash } from 'node:crypto'
import type { SiteReading } from '../../integrations/reconciler'
import { type Difference, mayFix } from '../../model/difference'
import { recordActs } from '../customers/manual-action'
import type { JournalStore } from '../journal-store'
import type { ManualAction } from '../queries'
import { isSameDifference, toAct } from '../reconcile/fix'
import { FIX_DIFFERENCES, type FixDifferencesJob } from '../reconcile/fix-job'
import { retryReading } from '../reconcile/retry-reading'
import { noteProblem } from '../reconcile/state'
import { AT_ONCE, LOOK_AGAIN_MS, readRun } from './few-at-a-time'
import type { JobContext, JobKind, JobRecord, Slice } from './job'

interface Progress {
  /** Null until they are chosen: what is found later is no part of it. */
  total: number | null
  /** Place in the list of the next one to begin with. */
  next: number
  /** Those whose entries are under way. */
  open: string[]
  fixed: number
  failed: number
  /** Agree by now, or are not as the person saw them. */
  agreed: number
  changed: number
  /** Of a course within a bundle: its day alone cannot be kept. */
  bundled: number
  /** Looks that failed in a row. */
  failures: number
}

type Job = JobRecord<FixDifferencesJob, Progress>

const RETRIES_MS = [10_000, 30_000, 2 * 60_000, 10 * 60_000]
const AS_IT_IS = 'administrator, left alone'

export const FIX_DIFFERENCES_KIND: JobKind<FixDifferencesJob, Progress> = {
  id: FIX_DIFFERENCES,
  stoppable: true,
  title: ({ integration, what }) => `Fixing ${what} of ${integration.name}`,
  begin: () => ({
    total: null,
    next: 0,
    open: [],
    fixed: 0,
    failed: 0,
    agreed: 0,
    changed: 0,
    bundled: 0,
    failures: 0,
  }),
  onCanceled({ progress }, store) {
    // Their entries settle all the same, and the next reconciliation sees what came of them.
    for (const id of progress.open) {
      store.differences.delete(id)
    }
  },
  async runSlice(job, context) {
    if (job.progress.total === null) {
      return goOn(choose(job, context), 0)
    }
    const progress = context.transact((store, now) => countSettled(job.progress, store, now))
    if (progress.next >= (progress.total ?? 0)) {
      const isDone = progress.open.length === 0
      return isDone ? { ended: true, done: count(progress), result: describe(progress) } : goOn(progress, LOOK_AGAIN_MS)
    }
    if (progress.open.length >= AT_ONCE) {
      return goOn(progress, LOOK_AGAIN_MS)
    }
    return settleNext({ ...job, progress }, context)
  },
}

function goOn(progress: Progress, waitMs: number): Slice<Progress> {
  return { ended: false, progress, done: count(progress), total: progress.total, waitMs }
}

function count({ fixed, failed, agreed, changed, bundled }: Progress): number {
  return fixed + failed + agreed + changed + bundled
}

/** A list of ids alone: emails stay in their table. */
function choose({ input, progress }: Job, { transact, items }: JobContext): Progress {
  const { integration, which } = input
  const ids = transact(({ differences }) =>
    'ids' in which ? which.ids : differences.listIds(integration.id, which.kind, which.guess),
  )
  items.write(ids.map((id) => ({ id })))
  return { ...progress, total: ids.length }
}

function countSettled(progress: Progress, store: JournalStore, now: number): Progress {
  const next = { ...progress, open: [] as string[] }
  for (const id of progress.open) {
    const receipt = store.differences.findSettling(id)
    const { state, results } = receipt === null ? { state: 'settled', results: [] } : readRun(store, receipt)
    if (state === 'open') {
      next.open.push(id)
    } else if (state === 'failed') {
      store.differences.reopen(id, now)
      next.failed += 1
    } else {
      if (results.some(({ outcome }) => outcome === AS_IT_IS)) {
        store.differences.leave(id, now)
      } else {
        store.differences.delete(id)
      }
      next.fixed += 1
    }
  }
  return next
}

async function settleNext(job: Job, context: JobContext): Promise<Slice<Progress>> {
  const { input, marketplace, progress } = job
  const { id = '' } = context.items.read<{ id: string }>(progress.next) ?? {}
  const chosen = context.transact(({ differences }) => differences.findOpen(id))
  const passed = { ...progress, next: progress.next + 1, failures: 0 }
  if (chosen === null) {
    const isStarted = context.transact(({ differences }) => differences.findSettling(id)) !== null
    return goOn(isStarted ? { ...passed, open: [...passed.open, id] } : { ...passed, agreed: passed.agreed + 1 }, 0)
  }
  if (!mayFix(chosen, input.fix)) {
    return goOn({ ...passed, bundled: passed.bundled + 1 }, 0)
  }
  if (input.fix === 'leave') {
    context.transact(({ differences }, now) => differences.leave(id, now))
    return goOn({ ...passed, fixed: passed.fixed + 1 }, 0)
  }
  const site = await context.ports.findReconciler(marketplace, input.integration.id)
  if (site === null) {
    return { ended: true, done: count(progress), result: `The integration was deleted. ${describe(progress)}` }
  }
  const reading = await site.check(chosen)
  return reading.state === 'read'
    ? goOn(await settle(job, passed, { id, chosen, now: reading.value }, context), 0)
    : wait(job, reading, context)
}

async function settle(
  { id: job, input, marketplace, person }: Job,
  progress: Progress,
  { id, chosen, now: found }: { id: string; chosen: Difference; now: Difference | null },
  { commit }: JobContext,
): Promise<Progress> {
  const { integration } = input
  const { open, ...counts } = await commit((store, now) => {
    noteProblem(store.sql, integration, null, now)
    // Another job may have begun with it during the look.
    if (store.differences.findOpen(id) === null) {
      const isStarted = store.differences.findSettling(id) !== null
      return { open: isStarted ? [id] : [], agreed: isStarted ? 0 : 1, changed: 0, messages: [] }
    }
    if (found === null) {
      store.differences.delete(id)
      return { open: [], agreed: 1, changed: 0, messages: [] }
    }
    const asked = isSameDifference(chosen, found) ? toAct(chosen, input.fix) : null
    if (asked === null) {
      store.differences.replace(id, found, now)
      return { open: [], agreed: 0, changed: 1, messages: [] }
    }
    const act: ManualAction = {
      ...asked,
      // No email, since the id outlives an erasure.
      id: createHash('sha256').update(`${job} ${id}`).digest('base64url'),
      person,
      customer: { email: chosen.email, firstName: null, lastName: null, id: null },
      integration: { id: integration.id, name: integration.name, site: integration.site },
      test: false,
    }
    const { receipts, messages } = recordActs(store, marketplace, [act], now)
    store.differences.beginSettling(id, receipts[0]?.key ?? '', now)
    return { open: [id], agreed: 0, changed: 0, messages }
  })
  return {
    ...progress,
    open: [...progress.open, ...open],
    agreed: progress.agreed + counts.agreed,
    changed: progress.changed + counts.changed,
  }
}

function wait(
  { input, progress }: Job,
  reading: Exclude<SiteReading<unknown>, { state: 'read' }>,
  { transact }: JobContext,
): Slice<Progress> {
  return transact((store, now) => {
    noteProblem(store.sql, input.integration, reading.state === 'blocked' ? reading.sentence : null, now)
    const again = retryReading(reading, progress.failures, RETRIES_MS, now)
    return again === null
      ? goOn({ ...progress, next: progress.next + 1, failed: progress.failed + 1, failures: 0 }, 0)
      : goOn({ ...progress, failures: again.failures }, Math.max(again.waitMs, LOOK_AGAIN_MS))
  })
}

function describe({ fixed, failed, agreed, changed, bundled }: Progress): string {
  const parts = [
    `${fixed} done`,
    ...(agreed === 0 ? [] : [`${agreed} already matched`]),
    ...(changed === 0 ? [] : [`${changed} changed since you looked, still listed`]),
    ...(bundled === 0 ? [] : [`${bundled} in a bundle, which has one date for all its courses, still listed`]),
    ...(failed === 0 ? [] : [`${failed} failed, still listed`]),
  ]
  return `${parts.join('; ')}.`
}
