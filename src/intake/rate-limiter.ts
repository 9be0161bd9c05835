/** Token buckets by name, counted per isolate. */
import { BoundedMap } from './bounded-map'

/** A flood of invented names only evicts the oldest. */
const MOST_NAMES = 5_000

export class RateLimiter {
  readonly everyMs: number
  readonly #burst: number
  readonly #spent = new BoundedMap<{ tokens: number; at: number }>(MOST_NAMES)

  /** `burst` at once, plus one for each `everyMs` that passed. */
  constructor(burst: number, everyMs: number) {
    this.#burst = burst
    this.everyMs = everyMs
  }

  /** False when the name has no token left. `now` is epoch ms. */
  take(name: string, now: number): boolean {
    const last = this.#spent.get(name) ?? { tokens: this.#burst, at: now }
    const tokens = Math.min(this.#burst, last.tokens + Math.max(0, now - last.at) / this.everyMs)
    this.#spent.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
    return tokens >= 1
  }

  /** Until the next token, at least 1. */
  get waitSeconds(): number {
    return Math.max(1, Math.ceil(this.everyMs / 1000))
  }
}
