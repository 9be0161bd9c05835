/** Runs calls at the site's pace; call-window.ts decides, this waits and persists. */
import type { SiteStorage } from '../storage/site-storage'
import { backgroundSlotAt } from './background-slots'
import { applyBrake } from './brake'
import {
  countSpent,
  endCall,
  isStuck,
  MOST_IN_FLIGHT,
  nextSlotAt,
  type Pace,
  takeCall,
  withAllowance,
} from './call-window'
import { restorePace, takeSnapshot } from './pace-snapshot'
import { releaseReservations, reserve, withoutPlan } from './slot-plan'
import { nextUnreservedAt, withUnreservedCall } from './unreserved-calls'

/** `click`: a person waits for it; it takes what is never promised and goes before the rest. `background`: goes after them. */
export type Priority = 'click' | 'reserved' | 'unplanned' | 'background'

const ASK_AGAIN_MS = 1_000

export class Pacer {
  readonly #storage: SiteStorage
  #pace: Pace
  #waiting: { priority: Priority; go: () => void }[] = []
  /** Calls that nothing waited for, epoch ms. */
  #unreserved: number[] = []
  #isUnreservedUnderWay = false

  constructor(storage: SiteStorage, allowance: number) {
    this.#storage = storage
    this.#pace = restorePace(storage.readFact('pace'), allowance, Date.now())
  }

  get allowance(): number {
    return this.#pace.allowance
  }

  set allowance(allowance: number) {
    if (allowance !== this.#pace.allowance) {
      this.#pace = withAllowance(this.#pace, allowance)
    }
  }

  get callsLastMinute(): number {
    return countSpent(this.#pace, Date.now())
  }

  /** Every call under way has waited for its answer for at least `ms`. */
  isStuckFor(ms: number): boolean {
    return isStuck(this.#pace, Date.now(), ms)
  }

  /** Epoch ms. */
  nextSlotAt(now: number): number {
    return nextSlotAt(this.#pace, now)
  }

  /** When so many calls may leave in the background, epoch ms. */
  backgroundSlotAt(calls: number, now: number): number {
    return backgroundSlotAt(this.#pace, calls, now)
  }

  /** The first free slot from `from` on, epoch ms; a slot in the future is reserved. */
  reserve(calls: number, from: number): number {
    const { pace, at } = reserve(this.#pace, from, calls)
    this.#pace = pace
    return at
  }

  /** What is promised from now on will be promised again. */
  forgetPlan(now: number): void {
    this.#pace = withoutPlan(this.#pace, now)
  }

  /** No firing is waiting for its slot. */
  releaseReservations(): void {
    this.#pace = releaseReservations(this.#pace)
  }

  async run<T>(priority: Priority, call: () => Promise<T>): Promise<T> {
    await this.#waitForSlot(priority)
    return this.#make(call)
  }

  /**
   * A call that nothing waits for, one at a time; else when to ask again, epoch ms. Never keeps a slot from a live firing;
   * where an import has every connection, it takes its turn among the import's calls.
   */
  async tryUnreserved<T>(call: () => Promise<T>): Promise<{ answer: T } | { at: number }> {
    const at = nextUnreservedAt(this.#unreserved, this.allowance, Date.now())
    if (this.#isUnreservedUnderWay || at > Date.now()) {
      return { at: Math.max(at, Date.now() + ASK_AGAIN_MS) }
    }
    this.#isUnreservedUnderWay = true
    try {
      return await this.#runUnreserved(call)
    } finally {
      this.#isUnreservedUnderWay = false
    }
  }

  async #runUnreserved<T>(call: () => Promise<T>): Promise<{ answer: T } | { at: number }> {
    if (this.#pace.inFlight >= MOST_IN_FLIGHT) {
      await this.#waitForConnection('background')
    }
    const now = Date.now()
    const isLiveWaiting = this.#waiting.some(({ priority }) => priority !== 'background')
    const taken = isLiveWaiting ? null : this.#take(now, true)
    if (taken?.ok !== true) {
      this.#wakeNext()
      return { at: taken?.at ?? now + ASK_AGAIN_MS }
    }
    this.#unreserved = withUnreservedCall(this.#unreserved, now)
    return { answer: await this.#make(call) }
  }

  /** For a 429 to a call that left at `sentAt`. */
  brake(resetAt: number, sentAt: number): void {
    this.#pace = applyBrake(this.#pace, Date.now(), resetAt, sentAt)
    this.#save()
  }

  async #waitForSlot(priority: Priority): Promise<void> {
    for (;;) {
      const taken = this.#take(Date.now(), priority === 'reserved')
      if (taken.ok) {
        return
      }
      await (taken.at === null ? this.#waitForConnection(priority) : sleep(taken.at - Date.now()))
    }
  }

  #take(now: number, isPlanned: boolean): ReturnType<typeof takeCall> {
    const taken = takeCall(this.#pace, now, isPlanned)
    if (taken.ok) {
      this.#pace = taken.pace
      if (taken.save) {
        this.#save()
      }
    }
    return taken
  }

  /** A call that was taken. */
  async #make<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call()
    } finally {
      this.#pace = endCall(this.#pace)
      this.#wakeNext()
    }
  }

  #waitForConnection(priority: Priority): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ priority, go })
    })
  }

  #wakeNext(): void {
    const click = this.#waiting.findIndex(({ priority }) => priority === 'click')
    const live = this.#waiting.findIndex(({ priority }) => priority !== 'background')
    const [first] = this.#waiting.splice(Math.max(0, click < 0 ? live : click), 1)
    first?.go()
  }

  #save(): void {
    this.#storage.saveFact('pace', takeSnapshot(this.#pace))
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.max(1, ms)))
}
