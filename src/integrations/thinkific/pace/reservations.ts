/** Who was told to come back when: a firing's reserved second. In memory; a turn forgotten costs one more retry. */
import type { Pacer } from './pacer'

/** A turn this near is waited for here instead of by another trip through the queue. */
const NEAR_MS = 1_200
/** A firing that never came back (its rule was deleted) loses its turn. */
const EXPIRY_MS = 10 * 60_000
/** Ten thousand may wait: they are not walked through at each firing's end. */
const TIDY_EVERY_MS = 10_000

export class Reservations {
  readonly #pacer: Pacer
  readonly #slots = new Map<string, number>()
  /** Customer → the firing whose turn is to make their user. */
  readonly #creators = new Map<string, string>()
  #running = 0
  #tidiedAt = 0

  constructor(pacer: Pacer) {
    this.#pacer = pacer
  }

  get waiting(): number {
    return this.#slots.size
  }

  /** True where another firing of the customer, whose turn is still to come, makes their user; else this one does. */
  isUserBeingCreated(customer: string, id: string): boolean {
    const maker = this.#creators.get(customer) ?? id
    if (maker !== id && this.#slots.has(maker)) {
      return true
    }
    this.#creators.set(customer, id)
    return false
  }

  /** Null: now. Else the second it has, epoch ms: the same however often it asks before. */
  request(id: string, calls: number, now: number): number | null {
    const known = this.#slots.get(id)
    const at = known ?? this.#pacer.reserve(calls, now)
    if (at <= now + NEAR_MS) {
      this.#slots.delete(id)
      return null
    }
    this.#slots.set(id, at)
    return at
  }

  /** The second it has after that moment: a new one, since the one it had went by. */
  requestAfter(id: string, calls: number, from: number): number {
    const known = this.#slots.get(id)
    const at = known !== undefined && known >= from ? known : this.#pacer.reserve(calls, from)
    this.#slots.set(id, at)
    return at
  }

  /** Counts the firings under way; once nobody runs or waits, unused promises are free again. */
  async track<T>(work: () => Promise<T>): Promise<T> {
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
      for (const [id, at] of this.#slots) {
        if (at < now - EXPIRY_MS) {
          this.#slots.delete(id)
        }
      }
      for (const [customer, id] of this.#creators) {
        if (!this.#slots.has(id)) {
          this.#creators.delete(customer)
        }
      }
    }
    if (this.#running === 0 && this.#slots.size === 0) {
      this.#pacer.releaseReservations()
    }
  }
}
