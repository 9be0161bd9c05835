/** What every verb of the journal works at: the store in a transaction, the clock, the way to the queue, the alarm. */

import type { QueueMessage } from '../model/message'
import { JournalStore } from './journal-store'
import { CHECK_EVERY_MS, isSweepDue, requeueOverdue, sweepReceipts } from './upkeep'
import { RESEND_AFTER_MS, type SendMessages } from './waiting/outbox'

export class JournalRuntime {
  store: JournalStore
  readonly #storage: DurableObjectStorage
  readonly #send: SendMessages
  /** When the alarm is set for, epoch ms; null: not that we know. */
  #alarmAt: number | null = null

  constructor(storage: DurableObjectStorage, send: SendMessages) {
    this.#storage = storage
    this.#send = send
    this.store = this.#open()
  }

  /** One step: all of it is written, or none and memory starts over from what is. */
  transact<T>(step: (store: JournalStore, now: number) => T): T {
    try {
      return this.#storage.transactionSync(() => step(this.store, Date.now()))
    } catch (error) {
      this.store = this.#open()
      throw error
    }
  }

  /** Queues messages, or keeps those the queue refuses; answers how many there were. */
  async queue(messages: QueueMessage[]): Promise<number> {
    if (messages.length === 0) {
      return 0
    }
    const taken = await this.store.outbox.sendOrKeep(messages, Date.now())
    await this.arm(taken ? CHECK_EVERY_MS : RESEND_AFTER_MS)
    return messages.length
  }

  /** Sets the alarm, unless it is set for an earlier time. @param after ms from now */
  async arm(after: number): Promise<void> {
    const at = Date.now() + after
    this.#alarmAt ??= await this.#storage.getAlarm()
    if (this.#alarmAt !== null && this.#alarmAt <= at) {
      return
    }
    this.#alarmAt = at
    await this.#storage.setAlarm(at)
  }

  /** The alarm rang. One that throws is given up by the platform after six times, so this never does. */
  async onAlarm(): Promise<void> {
    this.#alarmAt = null
    try {
      await this.#check(Date.now())
      if (this.store.waiting.listOpen().size > 0) {
        await this.arm(CHECK_EVERY_MS)
      }
      if (this.store.outbox.size() > 0) {
        await this.arm(RESEND_AFTER_MS)
      }
    } catch (error) {
      console.error(JSON.stringify({ at: 'journal.alarm', error: String(error) }))
      await this.arm(RESEND_AFTER_MS)
    }
  }

  /** Forgets what is older than receipts are kept, a chunk at a time. @param now epoch ms */
  async sweep(now: number): Promise<void> {
    while (this.transact((store) => sweepReceipts(store, now))) {
      await scheduler.wait(0)
    }
  }

  /** Everything goes. */
  async clear(): Promise<void> {
    await this.#storage.deleteAlarm()
    await this.#storage.deleteAll()
    this.#alarmAt = null
    this.store = this.#open()
  }

  async #check(now: number): Promise<void> {
    await this.queue(this.transact((store) => requeueOverdue(store, now)))
    await this.store.outbox.flush(now)
    if (isSweepDue(this.store, now)) {
      await this.sweep(now)
    }
  }

  #open(): JournalStore {
    return new JournalStore(this.#storage.sql, this.#send)
  }
}
