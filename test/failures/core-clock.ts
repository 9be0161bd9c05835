/** Virtual time for code that asks the machine: `Date.now` and `setTimeout` are this clock's while it is in charge. */
import { Clock } from '../integrations/thinkific/pace/clock'

const { setTimeout, clearTimeout } = globalThis
const realNow = Date.now
/** Turns of the event loop without anything new, after which everything is taken to wait for the time. */
const IDLE_TURNS = 3
/** Cryptography works in threads of its own. */
const THREADED = ['sign', 'encrypt', 'decrypt', 'digest', 'importKey'] as const

export class CoreClock extends Clock {
  #timers = 0
  #pending = 0
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
    const giveBack = this.#countCryptography()
    return () => {
      Date.now = realNow
      Object.assign(globalThis, { setTimeout, clearTimeout })
      giveBack()
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
    do await this.#still()
    while (this.step(end))
    this.now = Math.max(this.now, end)
  }

  async #still(): Promise<void> {
    for (let idle = 0, seen = this.#activity; idle < IDLE_TURNS || this.#pending > 0; idle += 1) {
      await new Promise((done) => setImmediate(done))
      if (this.#activity !== seen) idle = -1
      seen = this.#activity
    }
  }

  #countCryptography(): () => void {
    const { subtle } = crypto
    for (const name of THREADED) {
      const real = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>
      const counted = async (...args: unknown[]) => {
        this.#pending += 1
        try {
          return await real(...args)
        } finally {
          this.#pending -= 1
          this.#activity += 1
        }
      }
      Object.defineProperty(subtle, name, { value: counted, configurable: true })
    }
    return () => {
      for (const name of THREADED) Reflect.deleteProperty(subtle, name)
    }
  }
}
