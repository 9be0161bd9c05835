/** What the journal's commands run on: the store in a transaction, the clock, the queue and the alarm. */

import type { QueueMessage } from '../model/message'
import { JournalStore } from './journal-store'
import { CHECK_EVERY_MS, isSweepDue, requeueOverdue, sweepReceipts } from './upkeep'
import { RESEND_AFTER_MS, type SendMessages } from './waiting/outbox'

export class JournalRuntime {
  store: JournalStore
  readonly #storage: DurableObjectStorage
  readonly #send: SendMessages
  /** Epoch ms; null when unknown. */
  #alarmAt: number | null = null

  constructor(storage: DurableObjectStorage, send: SendMessages) {
    this.#storage = storage
    this.#send = send
    this.store = this.#open()
  }

  /** All of a step is written or none; on failure, memory is reloaded from storage. */
  transact<T>(step: (store: JournalStore, now: number) => T): T {
    try {
      return this.#storage.transactionSync(() => step(this.store, Date.now()))
    } catch (error) {
      this.store = this.#open()
      throw error
    }
  }

  /** Queues messages and keeps those the queue refuses; returns how many were given. */
  async queue(messages: QueueMessage[]): Promise<number> {
    if (messages.length === 0) {
      return 0
    }
    const taken = await this.store.outbox.sendOrKeep(messages, Date.now())
    await this.arm(taken ? CHECK_EVERY_MS : RESEND_AFTER_MS)
    return messages.length
  }

  /** Keeps an alarm that is set for earlier. @param after ms from now */
  async arm(after: number): Promise<void> {
    const at = Date.now() + after
    this.#alarmAt ??= await this.#storage.getAlarm()
    if (this.#alarmAt !== null && this.#alarmAt <= at) {
      return
    }
    this.#alarmAt = at
    await this.#storage.setAlarm(at)
  }

  /** Must not throw: the platform drops an alarm after six failures. */
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

  /** In chunks. @param now epoch ms */
  async sweep(now: number): Promise<void> {
    while (this.transact((store) => sweepReceipts(store, now))) {
      await scheduler.wait(0)
    }
  }

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
