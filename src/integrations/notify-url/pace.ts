/** How fast a receiver is posted to: so many a second, so many at a time. In memory: an evicted object was idle. */
import { DEFAULT_PACE } from './settings'

const AT_A_TIME = 6
/** A slot that was not taken by then is free again. */
const SLOT_KEPT_MS = 60_000
const MINUTE_MS = 60_000
const SECOND_MS = 1000

export class PostPace {
  #nextAt = 0
  #perSecond = DEFAULT_PACE
  #inFlight = 0
  readonly #slots = new Map<string, number>()
  readonly #queue: (() => void)[] = []
  /** When the last minute's posts began. */
  #begun: number[] = []

  get allowance(): number {
    return this.#perSecond * 60
  }

  countLastMinute(now: number): number {
    return this.#begun.filter((at) => at > now - MINUTE_MS).length
  }

  /** Posts that have a slot or wait for their start. */
  get waiting(): number {
    return this.#slots.size + this.#queue.length
  }

  /** When a firing may post, epoch ms. The same until it posts, so that coming back costs no place. */
  reserve(firing: string, perSecond: number, now: number): number {
    this.#forgetLost(now)
    const reserved = this.#slots.get(firing)
    if (reserved !== undefined) {
      return reserved
    }
    const at = Math.max(now, this.#nextAt)
    this.#perSecond = perSecond
    this.#nextAt = at + SECOND_MS / perSecond
    this.#slots.set(firing, at)
    return at
  }

  /** Does the work in one of the places; those that came first go first. */
  async take<T>(firing: string, work: () => Promise<T>): Promise<T> {
    this.#slots.delete(firing)
    if (this.#inFlight >= AT_A_TIME) {
      await new Promise<void>((resolve) => this.#queue.push(resolve))
    } else {
      this.#inFlight += 1
    }
    try {
      const pause = this.#begin(Date.now())
      if (pause > 0) {
        await sleep(pause)
      }
      return await work()
    } finally {
      const next = this.#queue.shift()
      if (next === undefined) {
        this.#inFlight -= 1
      } else {
        next()
      }
    }
  }

  /** Milliseconds to wait first. Those that queued for a place missed their slots, and must not all go at once. */
  #begin(now: number): number {
    const begun = this.#begun.filter((at) => at > now - MINUTE_MS)
    const at = Math.max(now, (begun.at(-this.#perSecond) ?? 0) + SECOND_MS)
    this.#begun = [...begun, at]
    return at - now
  }

  #forgetLost(now: number): void {
    for (const [firing, at] of this.#slots) {
      if (at > now - SLOT_KEPT_MS) {
        return
      }
      this.#slots.delete(firing)
    }
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
