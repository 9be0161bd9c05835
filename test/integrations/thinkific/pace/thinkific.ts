import type { Clock } from './clock'

const MINUTE = 60_000
export type Reply = { is: 'fine' } | { is: 'down' } | { is: 'too many'; resetAt: number }

/** Thinkific as its limits see us: a minute sliding by its own clock, calls reaching it a little late. */
export class Thinkific {
  calls = 0
  tooMany = 0
  mostInAMinute = 0
  lastCallAt = 0
  mostInFlight = 0
  down: (now: number) => boolean = () => false
  /** Calls of the owner's other tools in the last minute. */
  others: (now: number) => number = () => 0
  #clock: Clock
  #allowance: number
  #random: () => number
  #window: number[] = []
  #inFlight = 0
  #slowness: number

  /** @param slowness 1: some 500 ms a call, so that six connections make 12 a second */
  constructor(clock: Clock, allowance: number, random: () => number, slowness = 1) {
    this.#slowness = slowness
    this.#clock = clock
    this.#allowance = allowance
    this.#random = random
  }

  call(reply: (is: Reply) => void): void {
    this.calls += 1
    this.lastCallAt = this.#clock.now
    this.mostInFlight = Math.max(this.mostInFlight, ++this.#inFlight)
    // 0 to 400 ms on the way, 100 to 500 ms to answer.
    this.#clock.at(this.#clock.now + this.#random() * 400 * this.#slowness, () => {
      const is = this.#arrived(this.#clock.now)
      this.#clock.at(this.#clock.now + (100 + this.#random() * 400) * this.#slowness, () => {
        this.#inFlight -= 1
        reply(is)
      })
    })
  }

  #arrived(now: number): Reply {
    if (this.down(now)) {
      return { is: 'down' }
    }
    this.#window = this.#window.filter((at) => at > now - MINUTE)
    if (this.#window.length + this.others(now) >= this.#allowance) {
      this.tooMany += 1
      return { is: 'too many', resetAt: now + MINUTE / 2 }
    }
    this.#window.push(now)
    this.mostInAMinute = Math.max(this.mostInAMinute, this.#window.length)
    return { is: 'fine' }
  }
}
