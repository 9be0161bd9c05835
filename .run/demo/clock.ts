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

  /** On to when the next message is due that waits for the clock, if one does. Never ahead of the real time. */
  async forwardToNextMessage(): Promise<void> {
    const due = Number(await (await this.#ask({ method: 'GET' })).text())
    if (due > 0) {
      await this.set(due)
    }
  }

  setReal(): Promise<void> {
    return this.#setBehind(0)
  }

  async #setBehind(ms: number): Promise<void> {
    this.#behindMs = ms
    await this.#ask({ method: 'POST', body: String(ms) })
  }

  async #ask(request: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.#address}/demo-clock`, { ...request, headers: { authorization: this.key } })
    if (!answer.ok) {
      throw new Error(`The clock does not answer: ${answer.status}.`)
    }
    return answer
  }
}
