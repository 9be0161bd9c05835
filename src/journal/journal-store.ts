/** Everything the journal's verbs work with. */

import type { Attempt } from '../model/attempt'
import type { FinalOutcome } from '../model/outcome'
import { joined } from './log/attempts'
import { lineOf } from './log/line'
import { Log } from './log/log'
import { RushWatch } from './overview/backlog'
import { Seen } from './overview/sightings'
import type { Receipt, Result } from './receipts/receipt'
import { Receipts } from './receipts/receipt-table'
import { journalSecret } from './storage/facts'
import { customerKey, entryId, partsOf, receiptKey } from './storage/keys'
import { upgrade } from './storage/tables'
import { Outbox, type Send } from './waiting/outbox'
import { Waiting } from './waiting/waiting-list'

export class Books {
  readonly sql: SqlStorage
  readonly secret: string
  readonly receipts: Receipts
  readonly waiting: Waiting
  readonly log: Log
  readonly seen: Seen
  readonly outbox: Outbox
  readonly rush: RushWatch

  constructor(sql: SqlStorage, send: Send) {
    upgrade(sql)
    this.sql = sql
    this.secret = journalSecret(sql)
    this.receipts = new Receipts(sql)
    this.waiting = new Waiting(sql, this.receipts)
    this.log = new Log(sql)
    this.seen = new Seen(sql)
    this.outbox = new Outbox(sql, send)
    this.rush = new RushWatch(this)
  }

  /** The key of a customer's receipts. @param email as compared; null where the event named nobody */
  customer(email: string | null): string {
    return customerKey(this.secret, email)
  }

  /** The key an event's receipt has, whether or not there is one. */
  keyFor(event: { id: string; customer: { email: string } | null }): string {
    return receiptKey(this.customer(event.customer?.email ?? null), event.id)
  }

  /** An entry by its id, or by that of one of its runs. */
  entry(id: string): { receipt: Receipt; result: Result; run: number } | null {
    const parts = partsOf(id)
    const receipt = parts === null ? null : this.receipts.load(parts.receipt)
    const result = receipt?.results.find((one) => one.n === parts?.n)
    return receipt && result && parts ? { receipt, result, run: parts.run } : null
  }

  /** Writes a receipt and what follows from it being open or not. */
  save(receipt: Receipt, now: number): void {
    this.receipts.save(receipt, now)
    this.waiting.sync(receipt)
  }

  /** The receipt of an event by the event's own id, as long as it is open or has an entry in the log. */
  receiptOf(event: string): Receipt | null {
    const open = [...this.waiting.open().values()].find((line) => line.event === event)?.id
    const [row] = this.sql.exec<{ id: string }>('SELECT id FROM log WHERE event = ? LIMIT 1', event).toArray()
    const id = open ?? row?.id
    return id === undefined ? null : (this.entry(id)?.receipt ?? null)
  }

  /** Makes a result final: its entry joins the log now. The receipt is the caller's to save. */
  settle(
    receipt: Receipt,
    result: Result,
    outcome: FinalOutcome,
    sentence: string,
    now: number,
    told: Attempt[] = [],
  ): void {
    const id = entryId(receipt.key, result.n)
    const attempts = joined(this.waiting.known(id)?.attempts ?? this.log.attempts(id) ?? [], told)
    Object.assign(result, { outcome, sentence, at: now, byHand: false })
    this.log.append(lineOf(receipt, result, null), outcome, attempts)
  }

  /** Makes a final result open again, for another run of it. */
  reopen(receipt: Receipt, result: Result, now: number, sentence: string): void {
    const id = entryId(receipt.key, result.n)
    const attempts = this.log.remove(id)
    Object.assign(result, { outcome: null, at: null, byHand: false, run: result.run + 1 })
    this.waiting.wait(
      id,
      { final: false, at: now, reason: 'busy', sentence, parked: false, attempts: [] },
      attempts,
      now,
    )
  }
}
