/**
 * Runs an import: a few customers at a time, so that live events never wait for more, and each customer's newest order
 * first. What was refunded or ended since is then known before the purchase, which opens nothing; and the last payment
 * sets the end, which the earlier ones leave as it is.
 */
import type { ImportRecord, OpenOrder, OrderAnswer, StoredOrder } from '../../journal/imports/import-record'
import { AT_ONCE, LOOK_AGAIN_MS, readRun } from '../../journal/jobs/few-at-a-time'
import type { JobContext, JobRecord, Slice } from '../../journal/jobs/job'
import type { JournalStore } from '../../journal/journal-store'
import { MESSAGE_VERSION, type QueueMessage } from '../../model/message'
import type { ImportJob } from '../kinds'
import { chooseOrder } from '../orders/chosen-order'
import { summarizeAnswers } from '../orders/fate'
import { type PastOrder, toPastEvent } from '../orders/past-order'

/** Looked at in one step: most may be left out. */
const CUSTOMERS_AT_ONCE = 200
/** A message that the queue lost is sent again; its event stays the same. */
const QUEUED_AGAIN_MS = 3_600_000

export async function runNextOrders(job: JobRecord<ImportJob>, { commit }: JobContext): Promise<Slice<object>> {
  const { slice } = await commit((store, now) => {
    const record = store.imports.find(job.input.import)
    if (record?.stage !== 'running') {
      return { messages: [], slice: { ended: true as const, done: 0, result: 'Superseded.' } }
    }
    const run = new ImportRun(store, record, job.marketplace, now)
    run.goOn()
    return { messages: run.messages, slice: run.finish() }
  })
  return slice
}

class ImportRun {
  readonly messages: QueueMessage[] = []
  #record: ImportRecord
  readonly #store: JournalStore
  readonly #marketplace: string
  readonly #now: number

  constructor(store: JournalStore, record: ImportRecord, marketplace: string, now: number) {
    this.#store = store
    this.#record = { ...record, did: { ...record.did }, lookedAt: now }
    this.#marketplace = marketplace
    this.#now = now
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

  /** Answers the orders that are settled now. */
  #collect(): OpenOrder[] {
    const settled: OpenOrder[] = []
    const open: OpenOrder[] = []
    for (const one of this.#record.open) {
      const answer = this.#readAnswer(one)
      if (answer === 'open') {
        open.push(this.#queueAgain(one))
      } else {
        settled.push(one)
        if (answer !== null) {
          this.#note(one, answer)
        }
      }
    }
    this.#record.open = open
    return settled
  }

  finish(): Slice<object> {
    const { id, open, after, did, orders } = this.#record
    const done = Object.values(did).reduce((sum, number) => sum + number, 0)
    if (open.length > 0 || after !== null) {
      this.#store.imports.save(this.#record)
      return { ended: false, progress: {}, done, total: orders, waitMs: open.length === 0 ? 0 : LOOK_AGAIN_MS }
    }
    this.#store.imports.save({ ...this.#record, stage: 'done', changedAt: this.#now, endedAt: this.#now })
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
    if (this.#now - one.queuedAt < QUEUED_AGAIN_MS || this.#store.receipts.loadReadable(one.receipt) !== null) {
      return one
    }
    const order = this.#store.imports
      .listOf<PastOrder>(this.#record.id, one.customer)
      .find(({ id, late }) => id === one.id && late === one.late)
    const event = order && this.#toEvent(order)
    if (event) {
      this.messages.push({ v: MESSAGE_VERSION, kind: 'event', event, copies: 0 })
    }
    return { ...one, queuedAt: this.#now }
  }

  /** The next of a customer's orders that is to run. @param after the one before it */
  #startOrders(orders: StoredOrder<PastOrder>[], after: OpenOrder | null): void {
    const from = after === null ? 0 : orders.findIndex(({ id, late }) => id === after.id && late === after.late) + 1
    for (const order of orders.slice(from)) {
      const event = this.#toEvent(order)
      if (event === null) {
        this.#note(order, { fate: 'left out', outcome: null, sentence: 'Left out by its date or product.' })
        continue
      }
      const receipt = this.#store.receiptKeyFor(event)
      if (this.#store.receipts.loadReadable(receipt) !== null) {
        this.#note(order, { fate: 'known', outcome: null, sentence: 'Imported before.' })
        continue
      }
      const { customer, late, id } = order
      this.#record.open = [...this.#record.open, { customer, late, id, receipt, queuedAt: this.#now }]
      this.messages.push({ v: MESSAGE_VERSION, kind: 'event', event, copies: 0 })
      return
    }
  }

  #toEvent({ doc }: StoredOrder<PastOrder>) {
    const { choice, mapping, format } = this.#record
    const past = choice === null || mapping === null ? null : chooseOrder(doc, choice, mapping)
    return past === null ? null : toPastEvent(past, { marketplace: this.#marketplace, format, now: this.#now })
  }

  #note(place: Pick<OpenOrder, 'customer' | 'late' | 'id'>, answer: OrderAnswer): void {
    this.#store.imports.keepDone(this.#record.id, place, answer)
    this.#record.did[answer.fate] = (this.#record.did[answer.fate] ?? 0) + 1
  }
}
