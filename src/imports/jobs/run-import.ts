/**
 * Runs an import: a few customers at a time, whose firings the site settles in the background, and each customer's newest
 * order first. What was refunded or ended since is then known before the purchase, which opens nothing; and the last payment
 * sets the end, which the earlier ones leave as it is.
 */
import type { ImportRecord, OpenOrder, OrderAnswer, StoredOrder } from '../../journal/imports/import-record'
import { AT_ONCE, LOOK_AGAIN_MS, readRun } from '../../journal/jobs/few-at-a-time'
import type { JobContext, JobRecord, Slice } from '../../journal/jobs/job'
import type { JournalStore } from '../../journal/journal-store'
import { type QueueMessage, toEventMessage } from '../../model/message'
import type { ImportJob } from '../kinds'
import { decideOrder, toChosenEvent } from '../orders/decide-order'
import { addFate, sumFates, summarizeAnswers } from '../orders/fate'
import type { PastOrder } from '../orders/past-order'
import { SUPERSEDED } from './superseded'

/** Looked at in one step: most may be left out. */
const CUSTOMERS_AT_ONCE = 200
/** A message that the queue lost is sent again; its event stays the same. */
const QUEUED_AGAIN_MS = 3_600_000

export async function runNextOrders(job: JobRecord<ImportJob>, { commit }: JobContext): Promise<Slice<object>> {
  const { slice } = await commit((store, now) => {
    const record = store.imports.find(job.input.import)
    if (record?.stage !== 'running') {
      return { messages: [], slice: SUPERSEDED }
    }
    const run = new ImportRun(store, record, { marketplace: job.marketplace, now })
    if (job.status !== 'paused') {
      run.goOn()
      return { messages: run.messages, slice: run.finish() }
    }
    run.settle()
    const slice = run.finish()
    // Ever more rarely: what is parked may wait for long.
    const waitMs = now - (job.lastChange?.at ?? now) + LOOK_AGAIN_MS
    return { messages: run.messages, slice: slice.ended ? slice : { ...slice, waitMs } }
  })
  return slice
}

class ImportRun {
  readonly messages: QueueMessage[] = []
  #record: ImportRecord
  readonly #store: JournalStore
  readonly #context: { marketplace: string; now: number }

  constructor(store: JournalStore, record: ImportRecord, context: { marketplace: string; now: number }) {
    this.#store = store
    this.#record = { ...record, lookedAt: context.now }
    this.#context = context
  }

  /** All of it is stored with the messages it sends, or nothing is. */
  goOn(): void {
    for (const customer of this.#collect()) {
      this.#startOrders(this.#store.imports.listOf<PastOrder>(this.#record.id, customer.customer), customer)
    }
    for (let left = CUSTOMERS_AT_ONCE; left > 0 && this.#record.open.length < AT_ONCE; left -= 1) {
      const next =
        this.#record.after === null ? null : this.#store.imports.nextCustomer(this.#record.id, this.#record.after)
      this.#record.after = next
      if (next === null) {
        break
      }
      this.#startOrders(this.#store.imports.listOf<PastOrder>(this.#record.id, next), null)
    }
  }

  /** While paused: takes in what was under way, and starts nothing. */
  settle(): void {
    const { id, after } = this.#record
    const settled = this.#collect().map((one) => ({ ...one, noted: true as const }))
    const isMore = (one: OpenOrder) =>
      this.#listAfter(this.#store.imports.listOf<PastOrder>(id, one.customer), one).length > 0
    // Each is where its customer goes on; where nothing is left to go on with, it is over.
    const isLeft = (after !== null && this.#store.imports.nextCustomer(id, after) !== null) || settled.some(isMore)
    this.#record = { ...this.#record, ...(isLeft ? { open: [...this.#record.open, ...settled] } : { after: null }) }
  }

  /** Answers the orders that are settled now. */
  #collect(): OpenOrder[] {
    const settled: OpenOrder[] = []
    const open: OpenOrder[] = []
    for (const one of this.#record.open) {
      const answer = one.noted ? null : this.#readAnswer(one)
      if (answer === 'open') {
        open.push(this.#queueAgain(one))
      } else {
        settled.push(one)
        if (answer !== null) {
          this.#note(one, { ...answer, receipt: one.receipt })
        }
      }
    }
    this.#record.open = open
    return settled
  }

  finish(): Slice<object> {
    const { id, open, after, did, orders } = this.#record
    const done = sumFates(did)
    if (open.length > 0 || after !== null) {
      this.#store.imports.save(this.#record)
      return { ended: false, progress: {}, done, total: orders, waitMs: open.length === 0 ? 0 : LOOK_AGAIN_MS }
    }
    const { now } = this.#context
    this.#store.imports.save({ ...this.#record, stage: 'done', changedAt: now, endedAt: now })
    // What is left of the file after this goes with the import.
    this.#store.imports.deleteSlices(id)
    return {
      ended: true,
      done,
      result: `${done.toLocaleString('en-US')} orders imported, each with an entry in the log.`,
    }
  }

  /** `open` while it is under way; null where the customer was erased meanwhile. */
  #readAnswer(one: OpenOrder): OrderAnswer | 'open' | null {
    const { state, results } = readRun(this.#store, one.receipt)
    if (state === 'open') {
      return 'open'
    }
    if (results.length > 0) {
      return summarizeAnswers(results.map(({ outcome, sentence }) => ({ outcome: outcome ?? 'waiting', sentence })))
    }
    const isThere = this.#store.imports.findLine(this.#record.id, one) !== null
    return isThere ? 'open' : null
  }

  #queueAgain(one: OpenOrder): OpenOrder {
    const { now } = this.#context
    if (now - one.queuedAt < QUEUED_AGAIN_MS || this.#store.receipts.loadReadable(one.receipt) !== null) {
      return one
    }
    const order = this.#store.imports
      .listOf<PastOrder>(this.#record.id, one.customer)
      .find(({ id, late }) => id === one.id && late === one.late)
    const event = order && toChosenEvent(this.#record, order, this.#context)
    if (event) {
      this.messages.push(toEventMessage(event))
    }
    return { ...one, queuedAt: now }
  }

  /** The next of a customer's orders that is to run. @param after the one before it */
  #startOrders(orders: StoredOrder<PastOrder>[], after: OpenOrder | null): void {
    for (const order of this.#listAfter(orders, after)) {
      const decided = decideOrder(this.#store, this.#record, order, this.#context)
      if ('event' in decided) {
        const { customer, late, id } = order
        const open = { customer, late, id, receipt: decided.receipt, queuedAt: this.#context.now }
        this.#record.open = [...this.#record.open, open]
        this.messages.push(toEventMessage(decided.event))
        return
      }
      this.#note(order, decided.answer)
    }
  }

  #listAfter(orders: StoredOrder<PastOrder>[], after: OpenOrder | null): StoredOrder<PastOrder>[] {
    const from = after === null ? 0 : orders.findIndex(({ id, late }) => id === after.id && late === after.late) + 1
    return orders.slice(from)
  }

  #note(place: Pick<OpenOrder, 'customer' | 'late' | 'id'>, answer: OrderAnswer): void {
    this.#store.imports.keepDone(this.#record.id, place, answer)
    this.#record.did = addFate(this.#record.did, answer.fate)
  }
}
