/** So many of something at once, then one more every so often; counted by one isolate, per name. */
import { BoundedMap } from './bounded-map'

/** Names remembered; a flood of made-up ones only forgets the oldest. */
const MOST_NAMES = 5_000

export class RateLimiter {
  readonly everyMs: number
  readonly #burst: number
  readonly #spent = new BoundedMap<{ tokens: number; at: number }>(MOST_NAMES)

  /** `burst` at once, and one more for each `everyMs` that passed. */
  constructor(burst: number, everyMs: number) {
    this.#burst = burst
    this.everyMs = everyMs
  }

  /** Takes one if any is left; false when the name has spent its own. `now` is epoch ms. */
  take(name: string, now: number): boolean {
    const last = this.#spent.get(name) ?? { tokens: this.#burst, at: now }
    const tokens = Math.min(this.#burst, last.tokens + Math.max(0, now - last.at) / this.everyMs)
    this.#spent.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
    return tokens >= 1
  }

  /** Seconds until the next one is there, at least 1. */
  get waitSeconds(): number {
    return Math.max(1, Math.ceil(this.everyMs / 1000))
  }
}
