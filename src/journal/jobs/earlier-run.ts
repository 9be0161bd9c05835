/** Runs a rule for what it was too late for, each purchase or ending as its own event with this rule alone. */
import type { FinalOutcome } from '../../model/outcome'
import { listOwn } from '../customers/earlier-purchase'
import { sliceEarlierPurchases } from '../customers/earlier-purchases'
import type { JournalStore } from '../journal-store'
import type { EarlierQuery } from '../queries'
import type { Result } from '../receipts/receipt'
import { queueEnrollment } from '../waiting/run-again'
import { AT_ONCE, LOOK_AGAIN_MS, readRun } from './few-at-a-time'
import type { JobContext, JobKind, JobRecord, Slice } from './job'

export interface EarlierRunJob {
  rule: string
  /** "Club: enroll in Course Two" */
  name: string
}

interface Progress {
  /** Null until all are counted. */
  total: number | null
  counted: number
  /** The last receipt looked at; null at the end. */
  after: string | null
  /** Receipts under way. */
  open: string[]
  enrolled: number
  already: number
  failed: number
  /** Settled, whatever the outcome. */
  settled: number
}

type Job = JobRecord<EarlierRunJob, Progress>

type Outcomes = readonly (FinalOutcome | null)[]

interface RunWords {
  title: (name: string) => string
  nothing: string
  /** "One earlier purchase", "12 earlier purchases" */
  count: (settled: number) => string
  changed: string
  unchanged: string
}

/** `changed`, `unchanged`: outcomes that count as such; null for access that begins later. */
function earlierRun(
  own: Pick<JobKind, 'id' | 'stoppable'> & { words: RunWords; changed: Outcomes; unchanged: Outcomes },
): JobKind<EarlierRunJob, Progress> {
  const { id, stoppable, words } = own
  return {
    id,
    stoppable,
    title: ({ name }) => words.title(name),
    begin: () => ({ total: null, counted: 0, after: '', open: [], enrolled: 0, already: 0, failed: 0, settled: 0 }),
    async runSlice(job, context) {
      const look = await context.ports.findEarlierQuery(job.marketplace, job.input.rule)
      const progress = countSettled(job, context, own)
      if (look === null || !look.rule.on) {
        const why = look === null ? 'The rule was deleted.' : 'The rule was switched off.'
        return { ended: true, done: progress.settled, result: `${why} ${describe(progress, words)}` }
      }
      if (progress.total === null) {
        return goOn(count(look, progress, context), 0)
      }
      if (progress.after === null && progress.open.length === 0) {
        return { ended: true, done: progress.settled, result: describe(progress, words) }
      }
      const next = await startNext(job, look, progress, context)
      return goOn(next, next.open.length === 0 ? 0 : LOOK_AGAIN_MS)
    },
  }
}

export const ENROLL_BUYERS = earlierRun({
  id: 'enroll-buyers',
  stoppable: 'by anyone',
  changed: ['enrolled', 'renewed', null],
  unchanged: ['already enrolled'],
  words: {
    title: (name) => `Enrolling earlier buyers with “${name}”`,
    nothing: 'No earlier purchase was left to run.',
    count: (settled) => (settled === 1 ? 'One earlier purchase' : `${settled} earlier purchases`),
    changed: 'enrolled',
    unchanged: 'had access already',
  },
})

export const END_PAST = earlierRun({
  id: 'end-past',
  stoppable: true,
  changed: ['expired'],
  unchanged: ['already expired', 'no such customer'],
  words: {
    title: (name) => `Applying “${name}” to past endings`,
    nothing: 'No past ending was left to run.',
    count: (settled) => (settled === 1 ? 'One past ending' : `${settled} past endings`),
    changed: 'ended access',
    unchanged: 'found none to end',
  },
})

function goOn(progress: Progress, waitMs: number): Slice<Progress> {
  return { ended: false, progress, done: progress.settled, total: progress.total, waitMs }
}

function describe({ settled, enrolled, already, failed }: Progress, words: RunWords): string {
  if (settled === 0) {
    return words.nothing
  }
  const left = settled - enrolled - already - failed
  return [
    `${words.count(settled)} ran, each with an entry in the log:`,
    [
      `${enrolled} ${words.changed}`,
      ...(already === 0 ? [] : [`${already} ${words.unchanged}`]),
      ...(left === 0 ? [] : [left === 1 ? '1 stayed as it was' : `${left} stayed as they were`]),
      ...(failed === 0 ? [] : [`${failed} failed`]),
    ].join(', '),
  ]
    .join(' ')
    .concat('.')
}

function count(look: EarlierQuery, progress: Progress, { transact }: JobContext): Progress {
  const { purchases, next } = transact((store) => sliceEarlierPurchases(store, look, progress.after ?? ''))
  const counted = progress.counted + purchases.filter(({ leftOut }) => leftOut === null).length
  return next === null ? { ...progress, counted, total: counted, after: '' } : { ...progress, counted, after: next }
}

/** Stored together with what it queued, so that a slice stopped in between is not lost count of. */
interface Started {
  from: string
  started: string[]
  last: string | null
}

async function startNext(job: Job, look: EarlierQuery, progress: Progress, context: JobContext): Promise<Progress> {
  const { after, open } = progress
  const free = Math.max(AT_ONCE - open.length, 0)
  if (after === null || free === 0) {
    return progress
  }
  const [before] = context.items.readPage<Started>(0)
  const { started, last } = before?.from === after ? before : await start(job, look, after, free, context)
  return { ...progress, open: [...open, ...started], after: last }
}

async function start(
  job: Job,
  look: EarlierQuery,
  after: string,
  free: number,
  { commit, items }: JobContext,
): Promise<Started> {
  return commit((store, now) => {
    const { purchases, next } = sliceEarlierPurchases(store, look, after)
    const wanted = purchases.filter(({ leftOut }) => leftOut === null).slice(0, free)
    const messages = wanted.flatMap(({ receipt: key }) => {
      const receipt = store.receipts.load(key)
      return receipt === null ? [] : queueEnrollment(store, receipt, look.rule.id, job.person, now)
    })
    const started = wanted.map(({ receipt }) => receipt)
    const slice: Started = { from: after, started, last: wanted.length < free ? next : (started.at(-1) ?? null) }
    items.write([slice])
    return { ...slice, messages }
  })
}

function countSettled(
  { input, progress }: Job,
  { transact }: JobContext,
  { changed, unchanged }: { changed: Outcomes; unchanged: Outcomes },
): Progress {
  const runs = transact((store) => progress.open.map((key) => ({ key, ...readOwn(store, key, input.rule) })))
  const ended = runs.filter(({ state }) => state !== 'open')
  const having = (outcomes: Outcomes) =>
    ended.filter(({ results }) => results.some(({ outcome }) => outcomes.includes(outcome))).length
  return {
    ...progress,
    open: runs.filter(({ state }) => state === 'open').map(({ key }) => key),
    settled: progress.settled + ended.length,
    enrolled: progress.enrolled + having(changed),
    already: progress.already + having(unchanged),
    failed: progress.failed + ended.filter(({ state }) => state === 'failed').length,
  }
}

function readOwn(store: JournalStore, key: string, rule: string): ReturnType<typeof readRun> {
  return readRun(store, key, (results: Result[]) => listOwn(results, rule))
}
