/** Retry, Replay or Ignore for many entries. */
import type { JournalStore } from '../journal-store'
import { isRetriable } from '../log/entry'
import { ignoreEntries } from '../log/ignore'
import { findEntryIds } from '../log/search'
import type { LogQuery } from '../queries'
import { receiptOf } from '../storage/keys'
import { queueReplay, retryEntries } from '../waiting/run-again'
import { AT_ONCE, LOOK_AGAIN_MS, readRun } from './few-at-a-time'
import type { JobContext, JobKind, JobRecord } from './job'

export type EntriesAct = 'retry' | 'replay' | 'ignore'

export interface EntriesJob {
  act: EntriesAct
  /** What a person selected, or all that a search finds. */
  entries: { ids: string[] } | { query: LogQuery }
  note: string
}

interface Progress {
  page: number
  /** Null until they are listed. */
  pages: number | null
  open: string[]
  settled: number
  /** Settled, and failed again. */
  failed: number
  total: number | null
}

type Job = JobRecord<EntriesJob, Progress>

export const RUN_ENTRIES: JobKind<EntriesJob, Progress> = {
  id: 'run-entries',
  stoppable: 'by anyone',
  title: ({ act }) => TITLES[act],
  begin: () => ({ page: 0, pages: null, open: [], settled: 0, failed: 0, total: null }),
  async runSlice(job, context) {
    const progress = countSettled(job.progress, context)
    if (progress.pages === null) {
      return { ended: false, ...show(list(job, progress, context)), waitMs: 0 }
    }
    if (progress.page >= progress.pages && progress.open.length === 0) {
      return { ended: true, done: progress.settled, result: describe(job.input.act, progress) }
    }
    const next =
      job.input.act === 'ignore' ? ignorePage(job, progress, context) : await startNext(job, progress, context)
    return { ended: false, ...show(next), waitMs: next.open.length === 0 ? 0 : LOOK_AGAIN_MS }
  },
}

const TITLES: Record<EntriesAct, string> = {
  retry: 'Retrying entries',
  replay: 'Replaying events',
  ignore: 'Ignoring entries',
}

function show(progress: Progress) {
  return { progress, done: progress.settled, total: progress.total }
}

function describe(act: EntriesAct, { settled, failed }: Progress): string {
  const entries = settled === 1 ? 'One entry' : `${settled} entries`
  if (act === 'ignore') {
    return `${entries} ignored.`
  }
  const again = failed === 0 ? '' : ` ${failed === 1 ? 'One' : failed} failed again.`
  return `${entries} ran again.${again}`
}

/** A selection may hold several entries of one event, which a replay runs once. */
function list({ input }: Job, progress: Progress, { items, transact }: JobContext): Progress {
  const found = transact((store) =>
    'ids' in input.entries ? input.entries.ids : findEntryIds(store.sql, input.entries.query),
  )
  const ids = [...new Map(found.map((id) => [input.act === 'replay' ? receiptOf(id) : id, id])).values()]
  return { ...progress, pages: items.write(ids.map((id) => ({ id }))), total: ids.length }
}

function ignorePage(job: Job, progress: Progress, { items, transact }: JobContext): Progress {
  const ids = items.readPage<{ id: string }>(progress.page).map(({ id }) => id)
  const { person, input } = job
  const ignored = transact((store, now) => ignoreEntries(store, ids, { person, note: input.note }, now))
  return { ...progress, page: progress.page + 1, settled: progress.settled + ignored }
}

async function startNext(job: Job, progress: Progress, { items, commit }: JobContext): Promise<Progress> {
  const free = Math.max(AT_ONCE - progress.open.length, 0)
  const page = items.readPage<{ id: string }>(progress.page)
  const { started } = await commit((store, now) => {
    const ids = page
      .map(({ id }) => id)
      .filter((id) => isLeft(store, job, id))
      .slice(0, free)
    return { started: ids, messages: ids.flatMap((id) => run(store, job, id, now)) }
  })
  const isPageDone = started.length < free
  return { ...progress, open: [...progress.open, ...started], page: progress.page + (isPageDone ? 1 : 0) }
}

function run(store: JournalStore, { input, person }: Job, id: string, now: number) {
  return input.act === 'replay' ? queueReplay(store, id, person, now) : retryEntries(store, [id], person, now)
}

/** Not what this job ran already, nor what no longer needs it. */
function isLeft(store: JournalStore, { input, startedAt }: Job, id: string): boolean {
  const found = store.findReadable(id)
  if (found === null || found.receipt.erased) {
    return false
  }
  const { receipt, result } = found
  const isAsked = result.asked.some(({ did, at }) => did === input.act && at >= startedAt)
  return !isAsked && (input.act === 'replay' ? receipt.event.type !== null : isRetriable(result))
}

/** By the whole event: a replay may have given it other entries. */
function countSettled(progress: Progress, { transact }: JobContext): Progress {
  const states = transact((store) => progress.open.map((id) => ({ id, state: readRun(store, receiptOf(id)).state })))
  const open = states.filter(({ state }) => state === 'open').map(({ id }) => id)
  const failed = progress.failed + states.filter(({ state }) => state === 'failed').length
  return { ...progress, open, failed, settled: progress.settled + states.length - open.length }
}
