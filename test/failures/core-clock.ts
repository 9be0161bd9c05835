/** Virtual time for code that asks the machine: `Date.now` and `setTimeout` are this clock's while it is in charge. */

import { cryptography, nextAnswer } from '../cryptography'
import { Clock } from '../integrations/thinkific/pace/clock'

const { setTimeout, clearTimeout } = globalThis
const realNow = Date.now
/** Turns of the event loop without anything new, after which everything is taken to wait for the time. */
const IDLE_TURNS = 3

export class CoreClock extends Clock {
  #timers = 0
  #activity = 0
  readonly #forgotten = new Set<number>()

  constructor(now: number) {
    super()
    this.now = now
  }

  /** Takes charge of the machine's time. Answers how to give it back. */
  takeCharge(): () => void {
    const later = (act: () => void, ms = 0) => {
      this.#timers += 1
      const id = this.#timers
      this.at(this.now + ms, () => this.#forgotten.delete(id) || act())
      return id
    }
    Date.now = () => this.now
    Object.assign(globalThis, { setTimeout: later, clearTimeout: (id: number) => void this.#forgotten.add(id) })
    return () => {
      Date.now = realNow
      Object.assign(globalThis, { setTimeout, clearTimeout })
    }
  }

  /** Says that something was done, so that the clock waits for what follows from it. */
  busy(): void {
    this.#activity += 1
  }

  sleep(ms: number): Promise<void> {
    return new Promise((done) => this.at(this.now + ms, done))
  }

  /** Lets everything happen up to `end`, and what follows from each thing before the next. */
  async live(end: number): Promise<void> {
    do {
      await this.#still()
    } while (this.step(end))
    this.now = Math.max(this.now, end)
  }

  async #still(): Promise<void> {
    const progress = () => this.#activity + cryptography.answered
    for (let idle = 0, seen = progress(); idle < IDLE_TURNS || cryptography.pending > 0; idle += 1) {
      await (cryptography.pending > 0 ? nextAnswer() : new Promise((done) => setImmediate(done)))
      if (progress() !== seen) {
        idle = -1
      }
      seen = progress()
    }
  }
}
