/** An object's alarm. Calls take turns, so that a later time never replaces an earlier one. */
import { withTimeout } from './timeout'

/** An alarm was seen to lie days in the past and never ring. */
const LOST_AFTER_MS = 2 * 60_000
const STORAGE_ANSWERS_MS = 10_000

export class AlarmSetter {
  readonly #storage: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>
  /** As stored, epoch ms; null when unknown. */
  #at: number | null = null
  #last: Promise<void> = Promise.resolve()

  constructor(storage: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>) {
    this.#storage = storage
  }

  /** Keeps one that is set for earlier and not lost. @param at epoch ms */
  async arm(at: number): Promise<void> {
    if (isEnough(this.#at, at)) {
      return
    }
    const turn = this.#last.then(() => this.#set(at))
    this.#last = turn.catch(() => {})
    return turn
  }

  noteRing(): void {
    this.#at = null
  }

  async #set(at: number): Promise<void> {
    this.#at ??= await withTimeout(STORAGE_ANSWERS_MS, this.#storage.getAlarm())
    if (!isEnough(this.#at, at)) {
      await withTimeout(STORAGE_ANSWERS_MS, this.#storage.setAlarm(at))
      this.#at = at
    }
  }
}

function isEnough(known: number | null, at: number): boolean {
  return known !== null && known <= at && known > Date.now() - LOST_AFTER_MS
}
