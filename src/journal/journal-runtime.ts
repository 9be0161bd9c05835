/** What the journal's commands run on: the store in a transaction, the clock, the queue and the alarm. */

import type { QueueMessage } from '../model/message'
import { JournalStore } from './journal-store'
import { readFact, writeFact } from './storage/facts'
import { CHECK_EVERY_MS, isSweepDue, listOverdue, requeueEntries, sweepReceipts } from './upkeep'
import { RESEND_AFTER_MS, type SendMessages } from './waiting/outbox'
import { parkMessage } from './waiting/park-message'

/** Entries whose messages are built at once: each may be an event of 100 KB. */
const SLICE_ENTRIES = 100
/** An alarm was seen to lie days in the past and never ring. */
const LOST_AFTER_MS = 2 * 60_000

/** All that stays of a marketplace that was deleted. */
const CLEARED = 'cleared'

const TOO_LARGE = 'This event is larger than the queue can carry. Run it again to have it shortened.'

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

  /** What was received stands, whatever an older receipt is like. */
  readOn(): void {
    try {
      this.store.waiting.open.readOn()
    } catch (error) {
      console.error(JSON.stringify({ at: 'journal.open', error: String(error) }))
    }
  }

  /** Must be awaited before a step that looks at all open entries: events are taken in between the slices. */
  async readOpen(): Promise<void> {
    while (!this.store.waiting.open.readSlice()) {
      await scheduler.wait(0)
    }
  }

  /** Queues messages and keeps those the queue refuses; returns how many were given. */
  async queue(messages: QueueMessage[]): Promise<number> {
    await this.#queue(messages, true)
    return messages.length
  }

  /** The same for what a step makes of many entries, a slice of them at a time. */
  async queueEach(
    ids: string[],
    step: (store: JournalStore, ids: string[], now: number) => QueueMessage[],
  ): Promise<number> {
    let given = 0
    let taken = true
    for (let at = 0; at < ids.length; at += SLICE_ENTRIES) {
      const messages = this.transact((store, now) => step(store, ids.slice(at, at + SLICE_ENTRIES), now))
      taken = await this.#queue(messages, taken)
      given += messages.length
    }
    return given
  }

  /** Keeps an alarm that is set for earlier and not lost. @param after ms from now */
  async arm(after: number): Promise<void> {
    const now = Date.now()
    const at = now + after
    const stored = this.#alarmAt ?? (await this.#storage.getAlarm())
    this.#alarmAt ??= stored
    const known = this.#alarmAt
    if (known !== null && known > now - LOST_AFTER_MS && known <= at) {
      return
    }
    this.#alarmAt = at
    try {
      await this.#storage.setAlarm(at)
    } catch (error) {
      this.#alarmAt = null
      throw error
    }
  }

  /** Sets the alarm that is due, in case it was lost. */
  async rearm(): Promise<void> {
    if (this.store.waiting.open.hasMoreThan(0)) {
      await this.arm(CHECK_EVERY_MS)
    }
    if (this.store.outbox.size() > 0) {
      await this.arm(RESEND_AFTER_MS)
    }
  }

  /** Fails only where it cannot set the next alarm: then the platform rings this one again. */
  async onAlarm(): Promise<void> {
    this.#alarmAt = null
    try {
      await this.#check(Date.now())
    } catch (error) {
      console.error(JSON.stringify({ at: 'journal.alarm', error: String(error) }))
      await this.arm(RESEND_AFTER_MS)
    }
    await this.rearm()
  }

  /** In chunks. @param now epoch ms */
  async sweep(now: number): Promise<void> {
    while (this.transact((store) => sweepReceipts(store, now))) {
      await scheduler.wait(0)
    }
  }

  /** Whether its marketplace was deleted: what the queue still holds for it must not be stored again. */
  get isCleared(): boolean {
    return readFact<true>(this.store.sql, CLEARED) === true
  }

  /** The alarm goes last: until then, it finishes what a crash interrupts. */
  async clear(): Promise<void> {
    await this.#storage.deleteAll()
    this.store = this.#open()
    writeFact(this.store.sql, CLEARED, true)
    await this.#storage.deleteAlarm()
    this.#alarmAt = null
  }

  /** @param open false: the queue refused just now, so messages are kept without asking it again */
  async #queue(messages: QueueMessage[], open: boolean): Promise<boolean> {
    if (messages.length === 0) {
      return open
    }
    const { outbox } = this.store
    const taken = open ? await outbox.sendOrKeep(messages, Date.now()) : outbox.keepAll(messages, Date.now())
    await this.arm(taken ? CHECK_EVERY_MS : RESEND_AFTER_MS)
    return taken
  }

  async #check(now: number): Promise<void> {
    await this.#flush(now)
    await this.readOpen()
    await this.queueEach(listOverdue(this.store, now), requeueEntries)
    if (isSweepDue(this.store, now)) {
      await this.sweep(now)
    }
  }

  async #flush(now: number): Promise<void> {
    for (const id of await this.store.outbox.flush(now)) {
      this.transact((store) => {
        const message = store.outbox.read(id)
        if (message !== null) {
          parkMessage(store, message, TOO_LARGE, now)
          store.outbox.drop(id)
        }
      })
    }
  }

  #open(): JournalStore {
    return new JournalStore(this.#storage.sql, this.#send)
  }
}
