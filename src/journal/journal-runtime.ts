/** What every verb of the journal works at: the books in a transaction, the clock, the way to the queue, the alarm. */

import type { QueueMessage } from '../model/message'
import { Books } from './journal-store'
import { LOOK_AROUND_MS, overdue, sweep, sweepIsDue } from './upkeep'
import { REFUSED_AGAIN_MS, type Send } from './waiting/outbox'

export class Desk {
  books: Books
  readonly #storage: DurableObjectStorage
  readonly #send: Send
  /** When the alarm is set for, epoch ms; null: not that we know. */
  #alarmAt: number | null = null

  constructor(storage: DurableObjectStorage, send: Send) {
    this.#storage = storage
    this.#send = send
    this.books = this.#open()
  }

  /** One step: all of it is written, or none and memory starts over from what is. */
  write<T>(step: (books: Books, now: number) => T): T {
    try {
      return this.#storage.transactionSync(() => step(this.books, Date.now()))
    } catch (error) {
      this.books = this.#open()
      throw error
    }
  }

  /** Queues messages, or keeps those the queue refuses; answers how many there were. */
  async queue(messages: QueueMessage[]): Promise<number> {
    if (messages.length === 0) return 0
    const taken = await this.books.outbox.post(messages, Date.now())
    await this.arm(taken ? LOOK_AROUND_MS : REFUSED_AGAIN_MS)
    return messages.length
  }

  /** Sets the alarm, unless it is set for an earlier time. @param after ms from now */
  async arm(after: number): Promise<void> {
    const at = Date.now() + after
    this.#alarmAt ??= await this.#storage.getAlarm()
    if (this.#alarmAt !== null && this.#alarmAt <= at) return
    this.#alarmAt = at
    await this.#storage.setAlarm(at)
  }

  /** The alarm rang. One that throws is given up by the platform after six times, so this never does. */
  async ring(): Promise<void> {
    this.#alarmAt = null
    try {
      await this.#lookAround(Date.now())
      if (this.books.waiting.open().size > 0) await this.arm(LOOK_AROUND_MS)
      if (this.books.outbox.size() > 0) await this.arm(REFUSED_AGAIN_MS)
    } catch (error) {
      console.error(JSON.stringify({ at: 'journal.alarm', error: String(error) }))
      await this.arm(REFUSED_AGAIN_MS)
    }
  }

  /** Forgets what is older than receipts are kept, a chunk at a time. @param now epoch ms */
  async sweep(now: number): Promise<void> {
    while (this.write((books) => sweep(books, now))) await scheduler.wait(0)
  }

  /** Everything goes. */
  async clear(): Promise<void> {
    await this.#storage.deleteAlarm()
    await this.#storage.deleteAll()
    this.#alarmAt = null
    this.books = this.#open()
  }

  async #lookAround(now: number): Promise<void> {
    await this.queue(this.write((books) => overdue(books, now)))
    await this.books.outbox.flush(now)
    if (sweepIsDue(this.books, now)) await this.sweep(now)
  }

  #open(): Books {
    return new Books(this.#storage.sql, this.#send)
  }
}
