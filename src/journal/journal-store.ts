import type { Attempt } from '../model/attempt'
import type { FinalOutcome } from '../model/outcome'
import type { Resolution } from '../model/resolution'
import { SENTENCE_CHARS, shorten } from '../model/shorten'
import { AnswerTable } from './api-requests/answer-table'
import { CustomerPages } from './customers/customer-pages'
import { listFinalEntries } from './customers/list-entries'
import { NoteTable } from './customers/note-table'
import { ImportTable } from './imports/import-table'
import { mergeAttempts } from './log/attempts'
import { toLine } from './log/line'
import { Log } from './log/log'
import { LostSaleTable } from './lost-sales/lost-sale-table'
import { BacklogWatch } from './overview/backlog'
import { HeldEntries } from './overview/ended-holds'
import { SightingTable } from './overview/sightings'
import type { Receipt, Result } from './receipts/receipt'
import { ReceiptTable } from './receipts/receipt-table'
import { DifferenceTable } from './reconcile/difference-table'
import { RefusalList } from './refusals/refusal-list'
import { loadSecret } from './storage/facts'
import { customerKey, entryId, parseEntryId, receiptKey } from './storage/keys'
import { upgradeTables } from './storage/tables'
import { LastReleases } from './waiting/last-releases'
import { eventOf } from './waiting/open-entry'
import { Outbox, type SendMessages } from './waiting/outbox'
import { WaitingList } from './waiting/waiting-list'

interface FoundEntry {
  receipt: Receipt
  result: Result
  run: number
}

export class JournalStore {
  readonly sql: SqlStorage
  readonly secret: string
  readonly receipts: ReceiptTable
  readonly waiting: WaitingList
  readonly log: Log
  readonly pages: CustomerPages
  readonly notes: NoteTable
  readonly imports: ImportTable
  readonly lostSales: LostSaleTable
  readonly differences: DifferenceTable
  readonly apiAnswers: AnswerTable
  readonly sightings: SightingTable
  readonly refusals: RefusalList
  readonly outbox: Outbox
  readonly backlog: BacklogWatch
  readonly held = new HeldEntries()
  readonly releases = new LastReleases()
  #lastCustomer: { email: string | null; key: string } | null = null

  constructor(sql: SqlStorage, send: SendMessages) {
    upgradeTables(sql)
    this.sql = sql
    this.secret = loadSecret(sql)
    this.receipts = new ReceiptTable(sql)
    this.waiting = new WaitingList(sql, this.receipts)
    this.log = new Log(sql)
    this.pages = new CustomerPages(sql)
    this.notes = new NoteTable(sql)
    this.imports = new ImportTable(sql)
    this.lostSales = new LostSaleTable(sql)
    this.differences = new DifferenceTable(sql)
    this.apiAnswers = new AnswerTable(sql)
    this.sightings = new SightingTable(sql)
    this.refusals = new RefusalList(sql)
    this.outbox = new Outbox(sql, send)
    this.backlog = new BacklogWatch(this)
  }

  /** @param email normalized; null when the event names no customer */
  customerKey(email: string | null): string {
    // Every step of one event asks for its customer's.
    if (this.#lastCustomer?.email !== email) {
      this.#lastCustomer = { email, key: customerKey(this.secret, email) }
    }
    return this.#lastCustomer.key
  }

  /** The key whether or not the receipt exists. */
  receiptKeyFor(event: { id: string; customer: { email: string } | null }): string {
    return receiptKey(this.customerKey(event.customer?.email ?? null), event.id)
  }

  /** Finds an entry by its id or the id of one of its runs. */
  findEntry(id: string): FoundEntry | null {
    return findIn(id, (key) => this.receipts.load(key))
  }

  /** Null also where this version cannot read it. */
  findReadable(id: string): FoundEntry | null {
    return findIn(id, (key) => this.receipts.loadReadable(key))
  }

  save(receipt: Receipt, now: number): void {
    this.receipts.save(receipt, now)
    this.waiting.sync(receipt)
  }

  /** Found while the event is open or has an entry in the log. */
  findReceipt(event: string): Receipt | null {
    const [open] = this.waiting.listIds((entry) => eventOf(entry) === event)
    const [row] = this.sql.exec<{ id: string }>('SELECT id FROM log WHERE event = ? LIMIT 1', event).toArray()
    const id = open ?? row?.id
    return id === undefined ? null : (this.findEntry(id)?.receipt ?? null)
  }

  /** Makes a result final and adds its entry to the log. The caller saves the receipt. */
  settle(
    receipt: Receipt,
    result: Result,
    outcome: FinalOutcome,
    sentence: string,
    now: number,
    added: Attempt[] = [],
  ): void {
    const id = entryId(receipt.key, result.n)
    const attempts = mergeAttempts(this.waiting.findEntry(id)?.attempts ?? this.log.readAttempts(id) ?? [], added)
    Object.assign(result, { outcome, sentence: shorten(sentence, SENTENCE_CHARS), at: now, byHand: false })
    delete result.resolved
    this.log.append(toLine(receipt, result, null), outcome, attempts)
    listFinalEntries(this, now)
  }

  /** Closes an open-ended result, which stays in the log. The caller saves the receipt. */
  resolve(receipt: Receipt, result: Result, resolved: Resolution): void {
    result.resolved = resolved
    this.log.replaceLine(toLine(receipt, result, null))
  }

  /** Opens a final result for another run. */
  reopen(receipt: Receipt, result: Result, now: number, sentence: string): void {
    const id = entryId(receipt.key, result.n)
    const attempts = this.log.remove(id)
    Object.assign(result, { outcome: null, at: null, byHand: false, run: result.run + 1 })
    delete result.granted
    delete result.resolved
    this.waiting.wait(
      id,
      { final: false, at: now, reason: 'busy', sentence, parked: false, attempts: [] },
      attempts,
      now,
    )
  }
}

function findIn(id: string, load: (key: string) => Receipt | null): FoundEntry | null {
  const parts = parseEntryId(id)
  const receipt = parts === null ? null : load(parts.receipt)
  const result = receipt?.results.find((one) => one.n === parts?.n)
  return receipt && result && parts ? { receipt, result, run: parts.run } : null
}
