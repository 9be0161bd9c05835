import { backgroundSlotAt } from '../../../../src/integrations/thinkific/pace/background-slots'
import { endCall, newPace, type Pace, takeCall } from '../../../../src/integrations/thinkific/pace/call-window'
import type { Clock } from './clock'
import type { Reply, Thinkific } from './thinkific'

/** Calls that the pace allows, and no others. */
export class Caller {
  pace: Pace
  #clock: Clock
  #thinkific: Thinkific

  constructor(clock: Clock, thinkific: Thinkific, allowance: number) {
    this.pace = newPace(allowance)
    this.#clock = clock
    this.#thinkific = thinkific
  }

  get allowance(): number {
    return this.pace.allowance
  }

  backgroundSlotAt(calls: number, now: number): number {
    return backgroundSlotAt(this.pace, calls, now)
  }

  /** Answers whether the call was made, else when to ask again. */
  call(
    planned: boolean,
    reply: (is: Reply, sentAt: number) => void,
  ): { made: true } | { made: false; at: number | null } {
    const sentAt = this.#clock.now
    const taken = takeCall(this.pace, sentAt, planned)
    if (!taken.ok) {
      return { made: false, at: taken.at }
    }
    this.pace = taken.pace
    this.#thinkific.call((is) => {
      this.pace = endCall(this.pace)
      reply(is, sentAt)
    })
    return { made: true }
  }

  /** A person's click: it takes the next slot. */
  click(at: number, answer: (waited: number) => void): void {
    this.#clock.at(at, () => this.#ask(at, answer))
  }

  #ask(since: number, answer: (waited: number) => void): void {
    if (this.call(false, () => undefined).made) {
      answer(this.#clock.now - since)
    } else {
      this.#clock.at(this.#clock.now + 50, () => this.#ask(since, answer))
    }
  }
}
