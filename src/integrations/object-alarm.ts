/** The alarm of an object that settles firings: it rings when the first of its work is due, and again after a failure. */
import { AlarmSetter } from '../limits/alarm-setter'

/** For a journal to put parked firings of one integration or site back in line. */
export const RELEASED_WITHIN_MS = 15_000

/** After a failure of D1 or a journal. */
const AGAIN_MS = 30_000
const SOON_MS = 500

export abstract class ObjectAlarm {
  readonly #at: string
  readonly #setter: AlarmSetter

  /** @param at names the log lines of its failures */
  constructor(storage: DurableObjectStorage, at: string) {
    this.#at = at
    this.#setter = new AlarmSetter(storage)
  }

  /** When each part of its work is due, epoch ms. @param soon for what is due at once */
  abstract listDue(now: number, soon: number): number[]

  /** Does what is due; a part that fails leaves the others alone. */
  abstract ring(): Promise<PromiseSettledResult<unknown>[]>

  async arm(now = Date.now()): Promise<void> {
    const soon = now + SOON_MS
    const first = Math.min(...this.listDue(now, soon))
    if (Number.isFinite(first)) {
      await this.#setter.arm(Math.max(first, soon))
    }
  }

  /** Fails only where it cannot set the next alarm: then the platform rings this one again. */
  async onAlarm(): Promise<void> {
    this.#setter.noteRing()
    const results = await this.ring()
    const failed = results.filter((result) => result.status === 'rejected')
    for (const { reason } of failed) {
      console.error(JSON.stringify({ at: this.#at, error: String(reason) }))
    }
    await (failed.length > 0 ? this.#setter.arm(Date.now() + AGAIN_MS) : this.arm())
  }
}
