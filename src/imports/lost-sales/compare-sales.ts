/**
 * Compares what SamCart sold within 35 days with what was reported, at most 500 calls a day: a large shop's comparison goes
 * on the next night where it stopped.
 */
import type { JobContext, JobKind, JobRecord, Slice } from '../../journal/jobs/job'
import type { JournalStore } from '../../journal/journal-store'
import type { LostSale } from '../../journal/lost-sales/lost-sale'
import { endReported, hasReport } from '../../journal/lost-sales/lost-sales'
import type { ReportedIndex } from '../../journal/lost-sales/reported-index'
import { SUBSCRIPTION_PAYMENTS } from '../../model/event-type'
import { addNamedProducts, countCallsLeft, MOST_CALLS, readState, saveEnd, spendCalls } from './comparison-state'
import { CountedClient, type Trouble } from './counted-client'
import { type KnownCustomers, type LookUpResult, lookUp } from './look-up'
import type { ComparisonPorts } from './ports'
import { type Filter, readPage } from './read-page'
import { beginRound, nextStage, type Round, stageOf } from './round'

const DAY_MS = 86_400_000
/** A report may precede its sale by a few days, as the store dates it. */
const REPORTED_BEFORE_MS = 4 * DAY_MS
/** Looked up in one slice; a crash repeats these calls at most. */
const LOOKED_UP_AT_ONCE = 10
/** An interrupted comparison older than this starts over. */
const ROUND_GOOD_FOR_MS = 10 * DAY_MS
const RETRIES_MS = [10_000, 30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000]
/** Pauses that SamCart asks for one after another. */
const MOST_PAUSES = 30
const CHECKED_AT_ONCE = 200

const NO_KEY = 'There is no SamCart API key, so nothing was compared.'
const REJECTED = 'SamCart no longer accepts the API key.'

interface Progress {
  /** Null before the first slice. */
  round: Round | null
  /** Those failed in a row. */
  failures: number
  pauses: number
  found: number
}

type Job = JobRecord<object, Progress>

export type CompareSalesKind = JobKind<object, Progress>

/** @param index one for each journal: it outlives a slice */
export async function runComparison(
  ports: ComparisonPorts,
  index: ReportedIndex,
  job: Job,
  context: JobContext,
): Promise<Slice<Progress>> {
  const { marketplace, progress } = job
  const client = await ports.openClient(marketplace)
  if (client === null) {
    const last = { calls: 0, whole: false, unruled: 0, result: NO_KEY }
    context.transact(({ sql }, now) => saveEnd(sql, now, { round: null, last, problem: null }))
    return { ended: true, done: job.done, result: NO_KEY }
  }
  const now = Date.now()
  const round = progress.round ?? (await resumeRound(context, now, ports.keptMs))
  const counted = new CountedClient(
    client,
    context.transact(({ sql }) => countCallsLeft(sql, now)),
  )
  const isRuled = await ports.loadRuled(marketplace)
  await index.fill(context, round.since - REPORTED_BEFORE_MS, now)
  const filter = createFilter(context, index, isRuled)
  const step = await takeStep(counted, round, filter, context)
  await addProducts(ports, marketplace, step.products, context)
  const added = context.transact((store, at) => {
    spendCalls(store.sql, at, counted.calls)
    for (const { compared } of step.looked.flatMap((one) => ('compared' in one ? [one] : []))) {
      store.lostSales.addCompared(compared, at)
    }
    return step.looked.reduce((sum, one) => sum + ('sale' in one ? addSale(store, one.sale, at) : 0), 0)
  })
  // A pause or failure in between is none in a row.
  const tries = step.looked.length > 0 ? { failures: 0, pauses: 0 } : {}
  const next = { ...progress, ...tries, round: step.round, found: progress.found + added }
  return goOn({ ...job, done: job.done + counted.calls }, next, step.trouble, context, index)
}

/** Each once. */
async function addProducts(
  { addProducts: add }: ComparisonPorts,
  marketplace: string,
  products: ComparisonStep['products'],
  { transact }: JobContext,
): Promise<void> {
  const known = new Set(transact(({ sql }) => readState(sql).products))
  const added = products.filter(({ id }) => !known.has(id))
  if (added.length > 0) {
    await add(marketplace, added)
    transact(({ sql }) =>
      addNamedProducts(
        sql,
        added.map(({ id }) => id),
      ),
    )
  }
}

/** 1 where it is listed from now on. */
function addSale(store: JournalStore, sale: LostSale, now: number): number {
  const customer = store.customerKey(sale.email)
  const isOpen = !hasReport(store, sale, customer)
  store.lostSales.add(sale, customer, isOpen ? 'open' : 'reported', now)
  return isOpen ? 1 : 0
}

interface ComparisonStep {
  round: Round
  products: { id: string; name: string | null }[]
  looked: LookUpResult[]
  trouble: Trouble | null
}

/** Looks up what is open; else reads the next page. */
async function takeStep(
  client: CountedClient,
  round: Round,
  filter: Filter,
  context: JobContext,
): Promise<ComparisonStep> {
  const step: ComparisonStep = { round, products: [], looked: [], trouble: null }
  if (round.open.length > 0) {
    const known: KnownCustomers = new Map()
    for (const open of round.open.slice(0, LOOKED_UP_AT_ONCE)) {
      const looked = await lookUp(client, open, round, filter, known)
      if ('ok' in looked) {
        step.trouble = looked
        break
      }
      step.looked.push(looked)
    }
    return { ...step, round: { ...round, open: round.open.slice(step.looked.length) } }
  }
  const stage = stageOf(round)
  if (stage === null) {
    return step
  }
  if (stage === 'charges' && !context.transact((store) => reportsCharges(store))) {
    return { ...step, round: nextStage(round) }
  }
  const read = await readPage(client, round, stage, filter)
  return 'ok' in read ? { ...step, trouble: read } : { ...step, ...read }
}

/** Where SamCart has no rule that reports later payments, each of them would be listed as lost. */
function reportsCharges(store: JournalStore): boolean {
  const seen = store.sightings.list().triggers
  return seen.some(({ id }) => (SUBSCRIPTION_PAYMENTS as readonly string[]).includes(id))
}

function createFilter(context: JobContext, index: ReportedIndex, isRuled: (product: string) => boolean): Filter {
  return {
    isNew: (id) => context.transact((store) => !store.lostSales.has(id)),
    isWanted: (clue) => (index.isKnown(clue) ? 'reported' : isRuled(clue.productId) ? 'wanted' : 'unruled'),
  }
}

/** The one that stopped the night before, or a new one. What was reported meanwhile is listed no longer. */
async function resumeRound(context: JobContext, now: number, keptMs: number): Promise<Round> {
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after
    after = context.transact((store) => endReported(store, from, CHECKED_AT_ONCE, now))
    await scheduler.wait(0)
  }
  const kept = context.transact(({ sql }) => readState(sql).round) as Round | null
  return kept !== null && now - kept.until < ROUND_GOOD_FOR_MS ? kept : beginRound(now, keptMs)
}

function goOn(
  job: Job,
  progress: Progress & { round: Round },
  trouble: Trouble | null,
  context: JobContext,
  index: ReportedIndex,
): Slice<Progress> {
  const { round, failures, pauses } = progress
  const wait = (waitMs: number, more: Partial<Progress>): Slice<Progress> => ({
    ended: false,
    progress: { ...progress, ...more },
    done: job.done,
    total: null,
    waitMs,
  })
  const end = (result: string, kept: Round | null): Slice<Progress> => {
    const problem = trouble?.why === 'unauthorized' ? REJECTED : null
    const whole = kept === null && problem === null
    const last = { calls: job.done, whole, unruled: round.unruled, result }
    context.transact(({ sql }, now) => saveEnd(sql, now, { round: kept, last, problem }))
    index.drop()
    return { ended: true, done: job.done, result }
  }
  if (trouble === null) {
    const isDone = stageOf(round) === null && round.open.length === 0
    return isDone ? end(describeFound(progress.found), null) : wait(0, { failures: 0, pauses: 0 })
  }
  switch (trouble.why) {
    case 'unauthorized':
      return end(REJECTED, round)
    case 'spent':
      return end(
        `The ${MOST_CALLS} calls of today are used up; the rest follows tomorrow. ${describeFound(progress.found)}`,
        round,
      )
    case 'too many':
      return pauses < MOST_PAUSES
        ? wait(trouble.waitMs, { pauses: pauses + 1 })
        : end('SamCart kept asking us to wait; the rest follows tomorrow.', round)
    default: {
      const retry = RETRIES_MS[failures]
      return retry === undefined
        ? end(`${trouble.sentence} The rest follows tomorrow.`, round)
        : wait(retry, { failures: failures + 1 })
    }
  }
}

function describeFound(found: number): string {
  if (found === 0) {
    return 'Nothing new was found.'
  }
  return found === 1 ? 'Found one that was never reported.' : `Found ${found} that were never reported.`
}
