/** Lets calls go at the site's pace; the decisions are pace.ts's, this keeps them, waits for them and writes them down. */
import type { Customers } from '../storage/site-storage'
import { brake } from './brake'
import { ended, isStuck, type Pace, spent, take, turnAt, withAllowance } from './pace'
import { awake, savedForm } from './pace-snapshot'
import { nothingWaits, reserve } from './plan'

const FACT = 'pace'

/** `click`: a person waits for it; it takes what is never promised and goes before the rest. */
export type Priority = 'click' | 'promised' | 'unplanned'

export class Pacer {
  readonly #customers: Customers
  #pace: Pace
  #waiting: { priority: Priority; go: () => void }[] = []

  constructor(customers: Customers, allowance: number) {
    this.#customers = customers
    this.#pace = awake(customers.fact(FACT), allowance, Date.now())
  }

  get allowance(): number {
    return this.#pace.allowance
  }

  set allowance(allowance: number) {
    if (allowance !== this.#pace.allowance) this.#pace = withAllowance(this.#pace, allowance)
  }

  get callsLastMinute(): number {
    return spent(this.#pace, Date.now())
  }

  /** No call can go, since all under way have waited for their answers for `ms`. */
  isStuckFor(ms: number): boolean {
    return isStuck(this.#pace, Date.now(), ms)
  }

  /** When the next call may go, epoch ms. */
  nextTurn(now: number): number {
    return turnAt(this.#pace, now)
  }

  /** When so many calls may go, `from` at the earliest, epoch ms; what is not now is promised. */
  reserve(calls: number, from: number): number {
    const { pace, at } = reserve(this.#pace, from, calls)
    this.#pace = pace
    return at
  }

  /** Nobody waits for a promised turn any more. */
  nothingWaits(): void {
    this.#pace = nothingWaits(this.#pace)
  }

  /** Makes one call as soon as the pace lets it. */
  async through<T>(priority: Priority, call: () => Promise<T>): Promise<T> {
    await this.#turn(priority)
    try {
      return await call()
    } finally {
      this.#pace = ended(this.#pace)
      this.#next()
    }
  }

  /** Thinkific answered 429 to a call that left at `sentAt`. */
  brake(resetAt: number, sentAt: number): void {
    this.#pace = brake(this.#pace, Date.now(), resetAt, sentAt)
    this.#save()
  }

  async #turn(priority: Priority): Promise<void> {
    for (;;) {
      const taken = take(this.#pace, Date.now(), priority === 'promised')
      if (taken.ok) {
        this.#pace = taken.pace
        if (taken.save) this.#save()
        return
      }
      await (taken.at === null ? this.#released(priority) : sleep(taken.at - Date.now()))
    }
  }

  #released(priority: Priority): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ priority, go })
    })
  }

  #next(): void {
    const click = this.#waiting.findIndex(({ priority }) => priority === 'click')
    const [first] = this.#waiting.splice(Math.max(0, click), 1)
    first?.go()
  }

  #save(): void {
    this.#customers.saveFact(FACT, savedForm(this.#pace))
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.max(1, ms)))
}
