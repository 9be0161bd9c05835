/** Takes back what a rule did in a span of time, or what an import did: customer by customer, each with an entry in the log. */
import { isFailed, type Outcome } from '../../model/outcome'
import type { ReachableSite, UndoExtent } from '../queries'
import { sliceCustomers } from '../undo/find-undo'
import { startUndo } from '../undo/start-undo'
import { readCustomerUndo } from '../undo/undo-customer'
import { AT_ONCE, LOOK_AGAIN_MS } from './few-at-a-time'
import type { JobContext, JobKind, JobRecord, Slice } from './job'

export interface UndoJob {
  extent: UndoExtent
  /** What the rule or import is called. */
  name: string
}

interface Progress {
  /** Null until all customers are counted. */
  total: number | null
  counted: number
  /** Where the last slice ended; null at the end. */
  after: string | null
  /** Customers who wait for their turn in that slice. */
  queue: string[]
  /** Entries under way. */
  open: string[]
  settled: number
  lost: number
  regained: number
  failed: number
  sent: number
  unreachable: number
}

type Job = JobRecord<UndoJob, Progress>

const NOTHING = { settled: 0, lost: 0, regained: 0, failed: 0, sent: 0, unreachable: 0 }

export const UNDO: JobKind<UndoJob, Progress> = {
  id: 'undo',
  stoppable: true,
  title: ({ extent, name }) => `Reversing what ${extent.kind === 'import' ? 'the import ' : ''}“${name}” did`,
  begin: () => ({ total: null, counted: 0, after: '', queue: [], open: [], ...NOTHING }),
  async runSlice(job, context) {
    const progress = countSettled(job.progress, context)
    const ledgers = await context.ports.listReachableLedgers(job.marketplace)
    const sites = ledgers.map(({ kind, site, integration: { id, name } }) => ({
      kind,
      integration: { id, name, site },
    }))
    if (progress.total === null) {
      return goOn(count(job, sites, progress, context), 0)
    }
    if (progress.after === null && progress.queue.length === 0 && progress.open.length === 0) {
      return { ended: true, done: progress.settled, result: describe(progress) }
    }
    const next = await startNext(job, sites, progress, context)
    return goOn(next, next.open.length === 0 ? 0 : LOOK_AGAIN_MS)
  },
}

function goOn(progress: Progress, waitMs: number): Slice<Progress> {
  return { ended: false, progress, done: progress.settled, total: progress.total, waitMs }
}

function describe({ settled, lost, regained, failed, sent, unreachable }: Progress): string {
  if (settled + sent + unreachable === 0) {
    return 'Nothing was left to undo.'
  }
  const same = settled - lost - regained - failed
  const counts = [
    `${lost} lost access`,
    ...(regained === 0 ? [] : [`${regained} regained it`]),
    ...(same === 0 ? [] : [same === 1 ? '1 has what they had' : `${same} have what they had`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ].join(', ')
  return [
    ...(settled === 0 ? [] : [`Undone for ${countOf(settled, 'customer')}, each with an entry in the log: ${counts}.`]),
    ...(sent === 0 ? [] : [`${countOf(sent, 'post')} to a Notify URL cannot be taken back.`]),
    ...(unreachable === 0
      ? []
      : [`${countOf(unreachable, 'entry', 'entries')} stay: no integration reaches their site now.`]),
  ].join(' ')
}

function countOf(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

function count(job: Job, sites: ReachableSite[], progress: Progress, { transact }: JobContext): Progress {
  return transact((store) => {
    const { customers, next } = sliceCustomers(store, job.input.extent, progress.after ?? '', AT_ONCE * AT_ONCE)
    const meant = customers.filter((customer) => {
      const undo = readCustomerUndo(store, customer, toRequest(job, sites))
      return undo !== null && undo.parts.length > 0
    })
    const counted = progress.counted + meant.length
    return next === null ? { ...progress, counted, total: counted, after: '' } : { ...progress, counted, after: next }
  })
}

/** Stored together with what it queued, so that a slice stopped in between is not lost count of. */
interface StartedUndos {
  from: string
  entries: string[]
  queue: string[]
  after: string | null
  sent: number
  unreachable: number
}

async function startNext(job: Job, sites: ReachableSite[], progress: Progress, context: JobContext): Promise<Progress> {
  const free = AT_ONCE - progress.open.length
  if (free <= 0 || (progress.after === null && progress.queue.length === 0)) {
    return progress
  }
  const from = JSON.stringify([progress.after, progress.queue[0] ?? null])
  const [before] = context.items.readPage<StartedUndos>(0)
  const started = before?.from === from ? before : await start(job, sites, { progress, from, free }, context)
  return {
    ...progress,
    queue: started.queue,
    after: started.after,
    open: [...progress.open, ...started.entries],
    sent: progress.sent + started.sent,
    unreachable: progress.unreachable + started.unreachable,
  }
}

async function start(
  job: Job,
  sites: ReachableSite[],
  { progress, from, free }: { progress: Progress; from: string; free: number },
  { commit, items }: JobContext,
): Promise<StartedUndos & { messages: unknown[] }> {
  return commit((store, now) => {
    const slice =
      progress.queue.length > 0
        ? { customers: progress.queue, next: progress.after }
        : sliceCustomers(store, job.input.extent, progress.after ?? '', AT_ONCE * AT_ONCE)
    const turn = slice.customers.slice(0, free)
    const undone = turn.flatMap((customer) => readCustomerUndo(store, customer, toRequest(job, sites)) ?? [])
    const begun = undone.map((one) => startUndo(store, job.marketplace, one, now))
    const started: StartedUndos = {
      from,
      entries: begun.flatMap(({ entries }) => entries),
      queue: slice.customers.slice(free),
      after: slice.next,
      sent: undone.reduce((sum, { sent }) => sum + sent, 0),
      unreachable: undone.reduce((sum, one) => sum + one.unreachable, 0),
    }
    items.write([started])
    return { ...started, messages: begun.flatMap(({ messages }) => messages) }
  })
}

function toRequest({ id, input, person }: Job, sites: ReachableSite[]) {
  return { extent: input.extent, sites, id, person }
}

function countSettled(progress: Progress, { transact }: JobContext): Progress {
  const entries = transact((store) =>
    progress.open.map((id) => {
      const found = store.findEntry(id)
      // Erased with its customer since.
      return { id, outcome: found === null ? ('no change' as const) : found.result.outcome }
    }),
  )
  const ended = entries.flatMap(({ outcome }) => outcome ?? [])
  const having = (is: (outcome: Outcome) => boolean) => ended.filter(is).length
  return {
    ...progress,
    open: entries.filter(({ outcome }) => outcome === null).map(({ id }) => id),
    settled: progress.settled + ended.length,
    lost: progress.lost + having((outcome) => outcome === 'expired'),
    regained: progress.regained + having((outcome) => outcome === 'enrolled'),
    failed: progress.failed + having(isFailed),
  }
}
