/** Reserved slots by firing. In memory; a forgotten one costs one more retry. */
import type { Pacer } from './pacer'

/** For the log. */
export const WAITS_FOR_SLOT = 'Waiting: this site has used its requests for the minute.'

/** Before the first call: wait in place if the slot is this close; otherwise requeue. */
const NEAR_MS = 1_200
/** A firing that never came back, say because its rule was deleted, loses its slot. */
const EXPIRY_MS = 10 * 60_000
/** Ten thousand may wait, so they are not scanned after every firing. */
const TIDY_EVERY_MS = 10_000
/** A marketplace with more firings waiting than a queue batch holds shares its slots with others. */
const BATCH = 50

/** `at`: epoch ms. */
interface Slot {
  at: number
  calls: number
}

export class FiringSlots {
  readonly #pacer: Pacer
  readonly #slots = new Map<string, Slot>()
  /** How many of them each marketplace has. */
  readonly #waiting = new Map<string, number>()
  /** By customer, the firing that will create their user. */
  readonly #creators = new Map<string, string>()
  #running = 0
  /** Of those, without what runs in the background. */
  #liveRunning = 0
  #tidiedAt = 0

  constructor(pacer: Pacer) {
    this.#pacer = pacer
  }

  get waiting(): number {
    return this.#slots.size
  }

  /** Nothing live runs or waits for its slot. An import may run: it leaves a tenth of the allowance. */
  get isIdle(): boolean {
    return this.#liveRunning === 0 && this.#slots.size === 0
  }

  /** False makes this firing the one that creates the user. */
  isUserBeingCreated(customer: string, id: string): boolean {
    const maker = this.#creators.get(customer) ?? id
    if (maker !== id && this.#slots.has(maker)) {
      return true
    }
    this.#creators.set(customer, id)
    return false
  }

  /** Null when it may run now, else its slot, epoch ms; asking early keeps the slot. */
  request(id: string, calls: number, now: number): number | null {
    const at = this.#slots.get(id)?.at ?? this.#takeSlot(id, calls, now)
    if (at <= now + NEAR_MS) {
      this.#drop(id)
      return null
    }
    this.#put(id, { at, calls })
    return at
  }

  /** Its slot from `from` on; a new one if the old is earlier. */
  requestAfter(id: string, calls: number, from: number): number {
    const known = this.#slots.get(id)?.at
    const at = known !== undefined && known >= from ? known : this.#pacer.reserve(calls, from)
    this.#put(id, { at, calls })
    return at
  }

  /** Reserves new slots at the new pace, in the same order. */
  replan(now: number): void {
    const ahead = [...this.#slots].filter(([, { at }]) => at > now).sort(([, one], [, other]) => one.at - other.at)
    this.#pacer.forgetPlan(now)
    for (const [id, { calls }] of ahead) {
      this.#put(id, { at: this.#pacer.reserve(calls, now), calls })
    }
  }

  /** Once nothing runs or waits, unused reservations are freed. */
  async track<T>(isLive: boolean, work: () => Promise<T>): Promise<T> {
    const live = isLive ? 1 : 0
    this.#running += 1
    this.#liveRunning += live
    try {
      return await work()
    } finally {
      this.#running -= 1
      this.#liveRunning -= live
      this.#tidy(Date.now())
    }
  }

  /** The last slot, or an earlier one of a marketplace with a long line, which takes the last slot in exchange. */
  #takeSlot(id: string, calls: number, now: number): number {
    const last = this.#pacer.reserve(calls, now)
    const other = last <= now + NEAR_MS ? null : this.#findTrade(marketplaceOf(id), now)
    const slot = other === null ? undefined : this.#slots.get(other)
    if (other === null || slot === undefined || slot.at >= last) {
      return last
    }
    this.#put(other, { at: last, calls: slot.calls })
    return slot.at
  }

  /** The slots of a long line alternate with this marketplace's. Null when no line is long. */
  #findTrade(marketplace: string, now: number): string | null {
    const own = this.#waiting.get(marketplace) ?? 0
    const [longest] = [...this.#waiting]
      .filter(([name, count]) => name !== marketplace && count > Math.max(BATCH, own))
      .sort(([, one], [, other]) => other - one)
    if (longest === undefined) {
      return null
    }
    const theirs = [...this.#slots]
      .filter(([id, { at }]) => at > now && marketplaceOf(id) === longest[0])
      .sort(([, one], [, other]) => one.at - other.at)
    return theirs[own]?.[0] ?? null
  }

  #put(id: string, slot: Slot): void {
    if (!this.#slots.has(id)) {
      const marketplace = marketplaceOf(id)
      this.#waiting.set(marketplace, (this.#waiting.get(marketplace) ?? 0) + 1)
    }
    this.#slots.set(id, slot)
  }

  #drop(id: string): void {
    if (!this.#slots.delete(id)) {
      return
    }
    const marketplace = marketplaceOf(id)
    const left = (this.#waiting.get(marketplace) ?? 1) - 1
    if (left > 0) {
      this.#waiting.set(marketplace, left)
    } else {
      this.#waiting.delete(marketplace)
    }
  }

  #tidy(now: number): void {
    if (this.#tidiedAt < now - TIDY_EVERY_MS) {
      this.#tidiedAt = now
      for (const [id, { at }] of this.#slots) {
        if (at < now - EXPIRY_MS) {
          this.#drop(id)
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

/** Of a firing's key (storage/account.ts). */
function marketplaceOf(id: string): string {
  return id.slice(0, id.indexOf('~'))
}
