/** What the journal's commands run on: the store in a transaction, the clock, the queue and the alarm. */

import { AlarmSetter } from '../limits/alarm-setter'
import type { QueueMessage } from '../model/message'
import { JournalStore } from './journal-store'
import { readRetention } from './retention'
import { readFact, writeFact } from './storage/facts'
import { CHECK_EVERY_MS, isSweepDue, listLostReplays, listOverdue, requeueEntries, sweepReceipts } from './upkeep'
import { RESEND_AFTER_MS, type SendMessages, type UntakenMessage } from './waiting/outbox'
import { parkMessage } from './waiting/park-message'
import { requeueReplays } from './waiting/run-again'

/** Entries whose messages are built at once: each may be an event of 100 KB. */
const SLICE_ENTRIES = 100

const UNTAKEN = {
  'too large': 'This event is larger than the queue can carry. Run it again to have it shortened.',
  refused: 'The queue refused this for an hour. We’ll retry every six hours, or as soon as you run it.',
} satisfies Record<UntakenMessage['why'], string>

/** Undoes the transaction that throws it. Made when thrown: an error made with the module had V8 parse all of it twice, 17 ms of a start. */
class OnlyTried extends Error {}

export class JournalRuntime {
  store: JournalStore
  readonly #storage: DurableObjectStorage
  readonly #send: SendMessages
  readonly #alarm: AlarmSetter
  readonly #keptMs: number

  constructor(storage: DurableObjectStorage, send: SendMessages, keptMs = readRetention(undefined).ms) {
    this.#keptMs = keptMs
    this.#storage = storage
    this.#send = send
    this.#alarm = new AlarmSetter(storage)
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

  /** Does a step and rolls it back. It gets a store of its own, since the other's memory must match what is stored. */
  tryOut<T>(step: (store: JournalStore, now: number) => T): T {
    const tried: { answer: T }[] = []
    try {
      this.#storage.transactionSync(() => {
        tried.push({ answer: step(this.#open(), Date.now()) })
        throw new OnlyTried()
      })
    } catch (error) {
      if (!(error instanceof OnlyTried)) {
        throw error
      }
    }
    const [done] = tried
    if (done === undefined) {
      throw new Error('a step was not tried')
    }
    return done.answer
  }

  /** Never throws: an older receipt that cannot be read must not fail what was just received. */
  readOn(): void {
    try {
      this.store.waiting.open.readOn()
    } catch (error) {
      console.error(JSON.stringify({ at: 'journal.open', error: String(error) }))
    }
  }

  /** Must be awaited before a step that looks at all open entries: events arrive between the slices. */
  async readOpen(): Promise<void> {
    while (!this.store.waiting.open.readSlice()) {
      await scheduler.wait(0)
    }
  }

  /**
   * Does a step and queues the messages that come of it. They are stored with it and the alarm is set first, so that
   * the alarm queues what a crash cuts off.
   */
  async commit<Outcome extends { messages: QueueMessage[] }>(
    step: (store: JournalStore, now: number) => Outcome,
  ): Promise<Outcome> {
    await this.arm(RESEND_AFTER_MS)
    const { outcome, kept } = this.#keep(step)
    await this.store.outbox.send(kept)
    return outcome
  }

  /** The same for many entries, a slice at a time; returns how many messages came of it. */
  async commitEach(
    ids: string[],
    step: (store: JournalStore, ids: string[], now: number) => QueueMessage[],
  ): Promise<number> {
    let given = 0
    let taken = true
    for (let at = 0; at < ids.length; at += SLICE_ENTRIES) {
      await this.arm(RESEND_AFTER_MS)
      const slice = ids.slice(at, at + SLICE_ENTRIES)
      const { kept } = this.#keep((store, now) => ({ messages: step(store, slice, now) }))
      // After one refusal, the other slices do not ask the queue again.
      taken = taken && (await this.store.outbox.send(kept))
      given += kept.length
    }
    return given
  }

  /** Keeps an alarm that is set for earlier and not lost. @param after ms from now */
  arm(after: number): Promise<void> {
    return this.#alarm.arm(Date.now() + after)
  }

  /** Sets the alarm that is due, in case it was lost. */
  async rearm(): Promise<void> {
    if (this.store.waiting.open.hasAny()) {
      await this.arm(CHECK_EVERY_MS)
    }
    if (this.store.outbox.size() > 0) {
      await this.arm(RESEND_AFTER_MS)
    }
  }

  /** Fails only where it cannot set the next alarm: then the platform rings this one again. */
  async onAlarm(): Promise<void> {
    this.#alarm.noteRing()
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
    while (this.transact((store) => sweepReceipts(store, now, this.#keptMs))) {
      await scheduler.wait(0)
    }
  }

  /** Whether its marketplace was deleted: what the queue still holds for it must not be stored again. */
  get isCleared(): boolean {
    return readFact(this.store.sql, 'cleared') === true
  }

  /** Deletes the alarm last, since it resumes an interrupted deletion. */
  async clear(): Promise<void> {
    await this.#storage.deleteAll()
    this.store = this.#open()
    writeFact(this.store.sql, 'cleared', true)
    await this.#storage.deleteAlarm()
    this.#alarm.noteRing()
  }

  #keep<Outcome extends { messages: QueueMessage[] }>(step: (store: JournalStore, now: number) => Outcome) {
    return this.transact((store, now) => {
      const outcome = step(store, now)
      return { outcome, kept: outcome.messages.map((message) => store.outbox.keep(message, now)) }
    })
  }

  async #check(now: number): Promise<void> {
    await this.#flush(now)
    await this.readOpen()
    await this.commitEach(listOverdue(this.store, now), requeueEntries)
    await this.commitEach(listLostReplays(this.store, now), requeueReplays)
    if (isSweepDue(this.store, now)) {
      await this.sweep(now)
    }
  }

  async #flush(now: number): Promise<void> {
    for (const { id, why } of await this.store.outbox.flush(now)) {
      this.transact((store) => {
        const message = store.outbox.read(id)
        if (message !== null) {
          parkMessage(store, message, UNTAKEN[why], now)
          store.outbox.drop([id])
        }
      })
    }
  }

  #open(): JournalStore {
    return new JournalStore(this.#storage.sql, this.#send)
  }
}
