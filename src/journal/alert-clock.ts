/**
 * When a marketplace's alerts are looked at again. The look itself is a station above, and is loaded once it is due. What
 * goes well costs nothing here, and without a channel nothing does.
 */
import { describeError } from '../http/request-log'
import type { CauseLine } from '../model/alert'
import type { JournalRuntime } from './journal-runtime'
import { readAlertState, retryChannel, writeAlertState } from './storage/alert-records'

export interface AlertCheck {
  /** Sends what is due. Answers when to look again, epoch ms; null once there is no channel. */
  run(): Promise<number | null>
  listCauses(marketplace: string): Promise<CauseLine[]>
}

export type LoadAlertCheck = (runtime: JournalRuntime) => Promise<AlertCheck>

/** What breaks within this time makes one message. */
const SETTLES_MS = 15_000
const LEAST_GAP_MS = 30_000
/** After a part that did not answer. */
const AGAIN_MS = 60_000

export class AlertClock {
  readonly #runtime: JournalRuntime
  readonly #load: LoadAlertCheck | null
  #isWatched: boolean | null = null
  /** Null before the first look since the object woke. */
  #dueAt: number | null = null
  #lastAt = 0
  /** Asked for since the last look began. */
  #pokedFor: number | null = null
  #isLooking = false

  constructor(runtime: JournalRuntime, load: LoadAlertCheck | null) {
    this.#runtime = runtime
    this.#load = load
  }

  /** Channels changed. @param retry a channel whose failure a person may have fixed */
  async watch(marketplace: string, retry: string | null): Promise<void> {
    this.#runtime.transact(({ sql }, now) => {
      writeAlertState(sql, readAlertState(sql) ?? { marketplace, open: [], beyond: {} })
      if (retry !== null) {
        retryChannel(sql, retry, now)
      }
    })
    this.#isWatched = this.#load !== null
    await this.poke()
  }

  /** Something happened that may need a person, or no longer does. */
  async poke(): Promise<void> {
    if (!this.#watches()) {
      return
    }
    const soon = Math.max(Date.now() + SETTLES_MS, this.#lastAt + LEAST_GAP_MS)
    this.#dueAt = Math.min(this.#dueAt ?? soon, soon)
    this.#pokedFor = soon
    await this.arm()
  }

  /** Sets the alarm for the next look, also in case it was lost. */
  async arm(): Promise<void> {
    if (this.#watches()) {
      await this.#runtime.arm(Math.max((this.#dueAt ?? 0) - Date.now(), 0))
    }
  }

  /** Does not wait for the look: a receiver that stalls holds nothing else up. */
  async onAlarm(): Promise<void> {
    if (this.#watches() && (this.#dueAt ?? 0) <= Date.now()) {
      this.#dueAt = Date.now() + AGAIN_MS
      if (!this.#isLooking) {
        void this.#look()
      }
    }
    await this.arm()
  }

  async listCauses(marketplace: string): Promise<CauseLine[] | null> {
    return this.#load === null ? null : (await this.#load(this.#runtime)).listCauses(marketplace)
  }

  async #look(): Promise<void> {
    this.#isLooking = true
    this.#lastAt = Date.now()
    this.#pokedFor = null
    try {
      const check = await this.#load?.(this.#runtime)
      const next = (await check?.run()) ?? null
      const due = [next, this.#pokedFor].filter((at) => at !== null)
      this.#isWatched = due.length > 0
      this.#dueAt = due.length === 0 ? null : Math.min(...due)
      await this.arm()
    } catch (error) {
      // The alarm that was set before tries again.
      console.error(JSON.stringify({ at: 'journal.alerts', ...describeError(error) }))
    } finally {
      this.#isLooking = false
    }
  }

  #watches(): boolean {
    this.#isWatched ??= this.#load !== null && readAlertState(this.#runtime.store.sql) !== null
    return this.#isWatched
  }
}
