/**
 * When firings run in the background, as an import's do: evenly spread, below the whole allowance, and never while a live
 * firing waits. A sale beside them finds calls free at once, and a burst of sales finds the window freeing steadily.
 */
import { ceilingAt } from './brake'
import { nextSlotAt, type Pace, WINDOW_MS } from './call-window'

/** Of the allowance; the rest is left to live events (12 calls of 120). */
const BACKGROUND_SHARE = 0.9
/** Of the allowance, at once after a rest: a short import is done in seconds. */
const BURST_SHARE = 1 / 4
/** Wait in place if the turn is this close; otherwise requeue. */
const NEAR_MS = 1_200
/** A firing that never came back, say because its import was canceled, loses its turn. */
const EXPIRY_MS = 10 * 60_000
/** More turns are kept only once those that expired are gone. */
const MOST_KEPT = 200

interface PaceOwner {
  allowance: number
  /** When so many background calls may leave, epoch ms. */
  backgroundSlotAt(calls: number, now: number): number
}

/** When calls leave room for live ones and nothing is reserved for later, epoch ms. */
export function backgroundSlotAt(pace: Pace, calls: number, now: number): number {
  const ceiling = ceilingAt(pace, now)
  const kept = ceiling - Math.ceil(ceiling * BACKGROUND_SHARE)
  return Math.max(nextSlotAt(pace, now, Math.min(kept + calls, ceiling) - 1), pace.planned.at(-1) ?? now)
}

export class BackgroundSlots {
  readonly #pace: PaceOwner
  /** By firing, epoch ms. */
  readonly #turns = new Map<string, number>()
  /** Where an even spread of all turns so far ends, epoch ms. */
  #paidUntil = 0

  constructor(pace: PaceOwner) {
    this.#pace = pace
  }

  /** Null when it may run now, else its turn, epoch ms. */
  request(id: string, calls: number, now: number): number | null {
    const turn = this.#turns.get(id) ?? this.#take(calls, now)
    const free = this.#pace.backgroundSlotAt(calls, now)
    const at = turn <= now + NEAR_MS && free > now + NEAR_MS ? this.#take(calls, free) : turn
    if (at <= now + NEAR_MS) {
      this.#turns.delete(id)
      return null
    }
    this.#keep(id, at, now)
    return at
  }

  /** Its turn from `from` on; a new one if the old is earlier. */
  requestAfter(id: string, calls: number, from: number): number {
    const known = this.#turns.get(id)
    const at = known !== undefined && known >= from ? known : this.#take(calls, from)
    this.#keep(id, at, from)
    return at
  }

  #take(calls: number, from: number): number {
    const apart = WINDOW_MS / (this.#pace.allowance * BACKGROUND_SHARE)
    const at = Math.max(from, this.#paidUntil - apart * this.#pace.allowance * BURST_SHARE)
    this.#paidUntil = Math.max(from, this.#paidUntil) + calls * apart
    return Math.ceil(at)
  }

  #keep(id: string, at: number, now: number): void {
    if (this.#turns.size >= MOST_KEPT) {
      for (const [other, turn] of this.#turns) {
        if (turn < now - EXPIRY_MS) {
          this.#turns.delete(other)
        }
      }
    }
    this.#turns.set(id, at)
  }
}
