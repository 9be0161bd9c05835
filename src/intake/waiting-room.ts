/**
 * Posts that wait for the same thing, a limited number at a time. A sender that hangs up may end its post without a word, so a
 * place is also free once its time is over.
 */

/** The platform ends what goes on after a hang-up within 30 s. */
const LONGEST_STAY_MS = 40_000

export class WaitingRoom {
  readonly #places: number
  /** Oldest first. */
  readonly #arrivals = new Map<symbol, number>()

  constructor(places: number) {
    this.#places = places
  }

  /** Null when it is full. @param now epoch ms */
  enter(now: number): symbol | null {
    for (const [post, arrived] of this.#arrivals) {
      if (now - arrived < LONGEST_STAY_MS) {
        break
      }
      this.#arrivals.delete(post)
    }
    if (this.#arrivals.size >= this.#places) {
      return null
    }
    const post = Symbol()
    this.#arrivals.set(post, now)
    return post
  }

  leave(post: symbol): void {
    this.#arrivals.delete(post)
  }
}
