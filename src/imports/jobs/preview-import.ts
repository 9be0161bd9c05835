/**
 * Foresees what an import's orders would do, whole customers at a time and each customer's in the order of the run: one
 * reading of the rules, one try in the journal and one question to each site for all of a slice.
 */
import { loadSettings } from '../../dispatch/batch-settings'
import { type BulkForeseeingPorts, type ForeseenEvent, foreseeEvents } from '../../dispatch/foresee'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { FateCounts, ImportRecord, OrderAnswer } from '../../journal/imports/import-record'
import type { JobContext, JobRecord, Slice } from '../../journal/jobs/job'
import { foreseeArrival } from '../../journal/receipts/foresee-arrival'
import type { ImportJob } from '../kinds'
import { decideOrder } from '../orders/decide-order'
import { addFate, sumFates, summarizeAnswers } from '../orders/fate'
import type { PastOrder } from '../orders/past-order'
import { SUPERSEDED } from './superseded'

/** A live event waits for no more than these take to be tried. */
const ORDERS_AT_ONCE = 250
/** A new customer takes two, an ending two at most. */
const CALLS: FateCounts = { enroll: 2, end: 2 }

type ForesightPorts = Omit<BulkForeseeingPorts, 'foresee'>

export function createForesight(env: Env): ForesightPorts {
  return {
    settings: (wanted, marketplaces) => loadSettings(env.DB, wanted, marketplaces),
    settler: ({ kind, site }) => KINDS.get(kind).settler(env, site),
    now: Date.now,
  }
}

export async function foreseeNextOrders(
  { input, marketplace }: JobRecord<ImportJob>,
  context: JobContext,
  ports: ForesightPorts,
): Promise<Slice<object>> {
  const { transact, tryOut } = context
  const begun = transact((store, now) => {
    const record = findCurrent(store.imports.find(input.import), input)
    if (record === null) {
      return null
    }
    const orders = store.imports.listNext<PastOrder>(record.id, record.after ?? '', ORDERS_AT_ONCE)
    const chosen = orders.map((order) => ({ order, ...decideOrder(store, record, order, { marketplace, now }) }))
    return { record, chosen }
  })
  if (begun === null) {
    return SUPERSEDED
  }
  const { record, chosen } = begun
  const events = chosen.flatMap((one) => ('event' in one ? [one.event] : []))
  const foreseen =
    events.length === 0
      ? []
      : await foreseeEvents(events, {
          ...ports,
          foresee: async (arrivals) =>
            tryOut((store, now) => arrivals.map((arrival) => foreseeArrival(store, arrival, now))),
        })
  const answers = chosen.map((one) => ({
    order: one.order,
    answer: 'answer' in one ? one.answer : summarize(foreseen[events.indexOf(one.event)]),
  }))
  return transact((store, now) => {
    if (findCurrent(store.imports.find(input.import), input)?.after !== record.after) {
      return SUPERSEDED
    }
    for (const { order, answer } of answers) {
      store.imports.keepForeseen(record.id, order, answer)
    }
    const next = count(record, answers)
    const last = answers.at(-1)?.order.customer ?? null
    const isDone = last === null
    store.imports.save(isDone ? { ...next, stage: 'previewed', changedAt: now, after: null } : { ...next, after: last })
    const done = sumFates(next.foreseen)
    return isDone
      ? { ended: true, done, result: `${done.toLocaleString('en-US')} orders previewed.` }
      : { ended: false, progress: {}, done, total: record.orders, waitMs: 0 }
  })
}

function findCurrent(record: ImportRecord | null, { turn }: ImportJob): ImportRecord | null {
  return record?.stage === 'previewing' && record.previews === turn ? record : null
}

function summarize(foreseen: ForeseenEvent | undefined): OrderAnswer {
  return summarizeAnswers([...(foreseen?.firings ?? []), ...(foreseen?.own ? [foreseen.own] : [])])
}

function count(record: ImportRecord, answers: { answer: OrderAnswer }[]): ImportRecord {
  let { foreseen, calls } = record
  for (const { answer } of answers) {
    foreseen = addFate(foreseen, answer.fate)
    calls += CALLS[answer.fate] ?? 0
  }
  return { ...record, foreseen, calls }
}
