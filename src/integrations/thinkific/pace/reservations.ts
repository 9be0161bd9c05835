/** Who was told to come back when: a firing's reserved second. In memory; a turn forgotten costs one more retry. */
import type { Pacer } from './pacer'

/** A turn this near is waited for here instead of by another trip through the queue. */
const NEAR_MS = 1_200
/** A firing that never came back (its rule was deleted) loses its turn. */
const FORGOTTEN_AFTER_MS = 10 * 60_000
/** Ten thousand may wait: they are not walked through at each firing's end. */
const TIDY_EVERY_MS = 10_000

export class Turns {
  readonly #pacer: Pacer
  readonly #turns = new Map<string, number>()
  /** Customer → the firing whose turn is to make their user. */
  readonly #makers = new Map<string, string>()
  #running = 0
  #tidiedAt = 0

  constructor(pacer: Pacer) {
    this.#pacer = pacer
  }

  get waiting(): number {
    return this.#turns.size
  }

  /** True where another firing of the customer, whose turn is still to come, makes their user; else this one does. */
  userIsMade(customer: string, id: string): boolean {
    const maker = this.#makers.get(customer) ?? id
    if (maker !== id && this.#turns.has(maker)) return true
    this.#makers.set(customer, id)
    return false
  }

  /** Null: now. Else the second it has, epoch ms: the same however often it asks before. */
  ask(id: string, calls: number, now: number): number | null {
    const known = this.#turns.get(id)
    const at = known ?? this.#pacer.reserve(calls, now)
    if (at <= now + NEAR_MS) {
      this.#turns.delete(id)
      return null
    }
    this.#turns.set(id, at)
    return at
  }

  /** The second it has after that moment: a new one, since the one it had went by. */
  after(id: string, calls: number, from: number): number {
    const known = this.#turns.get(id)
    const at = known !== undefined && known >= from ? known : this.#pacer.reserve(calls, from)
    this.#turns.set(id, at)
    return at
  }

  /** Counts the firings under way; once nobody runs or waits, unused promises are free again. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
      this.#tidy(Date.now())
    }
  }

  #tidy(now: number): void {
    if (this.#tidiedAt < now - TIDY_EVERY_MS) {
      this.#tidiedAt = now
      for (const [id, at] of this.#turns) if (at < now - FORGOTTEN_AFTER_MS) this.#turns.delete(id)
      for (const [customer, id] of this.#makers) if (!this.#turns.has(id)) this.#makers.delete(customer)
    }
    if (this.#running === 0 && this.#turns.size === 0) this.#pacer.nothingWaits()
  }
}
