/** The clock of the Worker and of the simulator beside it. It is set back only while the demo is prepared. */
import { randomUUID } from 'node:crypto'

export class DemoClock {
  /** Lets the Worker's clock be set. */
  readonly key = randomUUID()
  readonly #address: string
  #behindMs = 0

  /** @param address the Worker's */
  constructor(address: string) {
    this.#address = address
  }

  /** Epoch ms. */
  readonly now = (): number => Date.now() - this.#behindMs

  /** @param at epoch ms */
  set(at: number): Promise<void> {
    return this.#setBehind(Math.max(0, Date.now() - at))
  }

  /** Never ahead of the real time. */
  forward(ms: number): Promise<void> {
    return this.#setBehind(Math.max(0, this.#behindMs - ms))
  }

  setReal(): Promise<void> {
    return this.#setBehind(0)
  }

  async #setBehind(ms: number): Promise<void> {
    this.#behindMs = ms
    const { status } = await fetch(`${this.#address}/demo-clock`, {
      method: 'POST',
      headers: { authorization: this.key },
      body: String(ms),
    })
    if (status !== 204) {
      throw new Error(`The clock could not be set: ${status}.`)
    }
  }
}
