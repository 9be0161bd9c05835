/** Takes lost sales in as events of their own dates, a few at a time, so that live events never queue behind them. */
import { AT_ONCE, LOOK_AGAIN_MS, readRun } from '../../journal/jobs/few-at-a-time'
import type { JobContext, JobKind, JobRecord, Slice } from '../../journal/jobs/job'
import type { JournalStore } from '../../journal/journal-store'
import { LOST_SALE_EVENTS, type LostSale, type LostSaleKind } from '../../journal/lost-sales/lost-sale'
import { type QueueMessage, toEventMessage } from '../../model/message'
import { type PastOrder, toPastEvent } from '../orders/past-order'

/** As the event's source has it. */
const FORMAT = 'samcart-api'

export interface SettleSalesJob {
  /** All of a kind, or one. */
  which: { kind: LostSaleKind } | { id: string }
  /** "3 paid, never reported" */
  what: string
}

interface Progress {
  /** Null until they are chosen: what is found later is no part of it. */
  total: number | null
  /** Place in the list of the next one to begin with. */
  next: number
  /** Those under way. */
  open: string[]
  settled: number
  failed: number
}

type Job = JobRecord<SettleSalesJob, Progress>

/** After this long without a receipt, its message counts as lost and is sent again; the event stays the same. */
const LOST_AFTER_MS = 10 * 60_000

export type SettleSalesKind = JobKind<SettleSalesJob, Progress>

export async function runSettling(job: Job, context: JobContext): Promise<Slice<Progress>> {
  if (job.progress.total === null) {
    return goOn(choose(job, context), 0)
  }
  const { progress } = await context.commit((store, now) => takeTurn(job, context, store, now))
  const isDone = progress.next >= (progress.total ?? 0) && progress.open.length === 0
  return isDone ? { ended: true, done: progress.settled, result: describe(progress) } : goOn(progress, LOOK_AGAIN_MS)
}

function goOn(progress: Progress, waitMs: number): Slice<Progress> {
  return { ended: false, progress, done: progress.settled, total: progress.total, waitMs }
}

/** A list of ids alone: names and emails stay in their table. */
function choose({ input: { which }, progress }: Job, { transact, items }: JobContext): Progress {
  const ids = transact(({ lostSales }) => ('id' in which ? [which.id] : lostSales.listOpenIds(which.kind)))
  items.write(ids.map((id) => ({ id })))
  return { ...progress, total: ids.length }
}

/** Counts what has settled and starts the next ones. After a crash, what had been started is found by its state. */
function takeTurn(
  { marketplace, progress }: Job,
  { items }: JobContext,
  store: JournalStore,
  now: number,
): { progress: Progress; messages: QueueMessage[] } {
  const messages: QueueMessage[] = []
  const next = { ...progress, open: [] as string[] }
  for (const id of progress.open) {
    const state = followUp(store, marketplace, id, now, messages)
    if (state === 'open') {
      next.open.push(id)
    } else {
      next.settled += 1
      next.failed += state === 'failed' ? 1 : 0
    }
  }
  for (; next.open.length < AT_ONCE && next.next < (next.total ?? 0); next.next += 1) {
    const id = items.read<{ id: string }>(next.next)?.id ?? ''
    if (begin(store, marketplace, id, now, messages) === 'under way') {
      next.open.push(id)
    }
  }
  return { progress: next, messages }
}

function begin(
  store: JournalStore,
  marketplace: string,
  id: string,
  now: number,
  messages: QueueMessage[],
): 'under way' | 'settled already' {
  const sale = store.lostSales.findOpen(id)
  if (sale !== null) {
    const message = toMessage(marketplace, sale, now)
    store.lostSales.beginSettling(id, store.receiptKeyFor(message.event), now)
    messages.push(message)
    return 'under way'
  }
  return store.lostSales.findSettling(id) === null ? 'settled already' : 'under way'
}

function followUp(
  store: JournalStore,
  marketplace: string,
  id: string,
  now: number,
  messages: QueueMessage[],
): ReturnType<typeof readRun>['state'] {
  const found = store.lostSales.findSettling(id)
  if (found === null) {
    return 'settled'
  }
  const { sale, receipt, since } = found
  if (store.receipts.loadReadable(receipt) === null) {
    if (now - since > LOST_AFTER_MS) {
      store.lostSales.beginSettling(id, receipt, now)
      messages.push(toMessage(marketplace, sale, now))
    }
    return 'open'
  }
  const { state } = readRun(store, receipt)
  if (state !== 'open') {
    store.lostSales.end(id, 'settled', now)
  }
  return state
}

function toMessage(marketplace: string, sale: LostSale, now: number) {
  return toEventMessage(toPastEvent(toPastOrder(sale), { marketplace, format: FORMAT, now }))
}

function toPastOrder(sale: LostSale): PastOrder {
  const { kind, email, firstName, lastName, customerId, productId, productName, cents, currency } = sale
  const { orderId, subscriptionId, paymentId, periodEnd, happenedAt, dated } = sale
  return {
    type: LOST_SALE_EVENTS[kind],
    customer: { email, firstName, lastName, id: customerId },
    orderId,
    product: { id: productId, name: productName },
    subscriptionId,
    paymentId,
    periodEnd,
    amount: cents === null ? null : `${(cents / 100).toFixed(2)} ${currency ?? ''}`.trim(),
    happenedAt,
    dated,
    test: false,
  }
}

function describe({ settled, failed }: Progress): string {
  const each =
    settled === 1 ? '1 settled, with its entry in the log' : `${settled} settled, each with its entry in the log`
  return failed === 0 ? `${each}.` : `${each}; ${failed} failed.`
}
