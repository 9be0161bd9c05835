/**
 * Virtual time for code that asks the machine: `Date.now` and `setTimeout` are this clock's while it is in charge, and
 * `Math.random` comes out the same each time, so that a repeated history runs the same way.
 */

const { setTimeout, clearTimeout } = globalThis
const real = { now: Date.now, random: Math.random }
/** Turns of the event loop without anything new, after which everything is taken to wait for the time. */
const IDLE_TURNS = 3
/** Far more than any history needs. */
const MOST_TIMERS = 20_000
let inCharge: Clock | null = null

export class Clock {
  now: number
  /** Counted up by every action, so that the clock knows when all is still. */
  activity = 0
  #last = 0
  readonly #timers = new Map<number, { at: number; act: () => void }>()

  constructor(now: number) {
    this.now = now
  }

  at(time: number, act: () => void): number {
    this.#last += 1
    this.#timers.set(this.#last, { at: Math.max(time, this.now), act })
    return this.#last
  }

  forget(id: number): void {
    this.#timers.delete(id)
  }

  /** Takes charge of the machine's time and chance. Answers how to give them back. @param luck which chance */
  takeCharge(luck: number): () => void {
    if (inCharge !== null) {
      throw new Error('another clock is still in charge of the time')
    }
    inCharge = this
    const later = (act: () => void, ms = 0) => this.at(this.now + ms, act)
    const never = (id: number | undefined) => this.forget(id ?? 0)
    Date.now = () => this.now
    Math.random = randomFrom(luck)
    Object.assign(globalThis, { setTimeout: later, clearTimeout: never })
    return () => {
      inCharge = null
      Date.now = real.now
      Math.random = real.random
      Object.assign(globalThis, { setTimeout, clearTimeout })
    }
  }

  /** Goes on until nothing waits for a time any more. Throws when that never happens. */
  async quiet(): Promise<void> {
    for (let fired = 0; fired < MOST_TIMERS; fired += 1) {
      await this.#still()
      let next: { id: number; at: number; act: () => void } | null = null
      for (const [id, timer] of this.#timers) {
        if (next === null || timer.at < next.at) {
          next = { id, ...timer }
        }
      }
      if (next === null) {
        return
      }
      this.#timers.delete(next.id)
      this.now = Math.max(this.now, next.at)
      next.act()
    }
    throw new Error('it never stops')
  }

  async #still(): Promise<void> {
    for (let idle = 0, seen = this.activity; idle < IDLE_TURNS; idle += 1) {
      await new Promise((done) => setImmediate(done))
      if (this.activity !== seen) {
        idle = -1
      }
      seen = this.activity
    }
  }
}

/** Mulberry32: 32 bits are plenty for jitter. */
export function randomFrom(luck: number): () => number {
  let state = luck
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
