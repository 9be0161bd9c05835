/** The queue in a test's hand: messages are delivered when the test says so, at their second by the test's clock. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { worker } from './support'

/** As wrangler.toml has it. */
const BATCH = 50
/** More than any message of a story needs; a message that circles fails the test instead of hanging it. */
const MOST_BATCHES = 200

export interface Pending {
  queue: 'events' | 'events-dead'
  /** Epoch ms: when it was sent, and when it is due. */
  sentAt: number
  at: number
  attempts: number
  body: unknown
}

export class HeldQueue {
  readonly pending: Pending[]
  /** True: it takes no messages. */
  refuses = false
  #delivered = 0

  constructor(pending: Pending[] = []) {
    this.pending = structuredClone(pending)
  }

  /** Takes the place of the Worker's queue and of the objects'. */
  install(): void {
    const bindings = Object.getPrototypeOf(env.EVENTS) as Queue
    vi.spyOn(bindings, 'send').mockImplementation((async (body: unknown, options?: QueueSendOptions) =>
      this.#take([{ body, delaySeconds: options?.delaySeconds ?? 0 }])) as unknown as Queue['send'])
    vi.spyOn(bindings, 'sendBatch').mockImplementation((async (
      messages: MessageSendRequest[],
      options?: QueueSendBatchOptions,
    ) =>
      this.#take(
        [...messages].map((one) => ({ delaySeconds: options?.delaySeconds ?? 0, ...one })),
      )) as unknown as Queue['sendBatch'])
  }

  /** Brings what is due, and what that brings about at once, until nothing is due any more. */
  async deliver(): Promise<void> {
    for (let batches = 0; this.#due().length > 0; batches += 1) {
      if (batches === MOST_BATCHES) {
        throw new Error(`messages circle: ${JSON.stringify(this.#due())}`)
      }
      await this.#bring(this.#due().slice(0, BATCH))
    }
  }

  /** Brings what is due now; what comes of it stays in the queue. */
  async deliverOnce(): Promise<void> {
    await this.#bring(this.#due())
  }

  #take(messages: { body: unknown; delaySeconds: number }[]): void {
    if (this.refuses) {
      throw new Error('the queue is out of order')
    }
    const now = Date.now()
    for (const { body, delaySeconds } of messages) {
      const at = now + delaySeconds * 1000
      this.pending.push({ queue: 'events', sentAt: now, at, attempts: 0, body: structuredClone(body) })
    }
  }

  /** Those of one queue, since a batch is of one. */
  #due(): Pending[] {
    const due = this.pending.filter(({ at }) => at <= Date.now())
    return due.filter(({ queue }) => queue === due[0]?.queue)
  }

  async #bring(batch: Pending[]): Promise<void> {
    const [first] = batch
    if (first === undefined) {
      return
    }
    const ends = new Map<Pending, number | 'acked'>()
    const messages = batch.map((pending): Message => {
      pending.attempts += 1
      this.#delivered += 1
      const { sentAt, attempts, body } = pending
      return {
        id: `delivery-${this.#delivered}`,
        timestamp: new Date(sentAt),
        attempts,
        body,
        ack: () => void ends.set(pending, 'acked'),
        retry: (options) => void ends.set(pending, options?.delaySeconds ?? 0),
      }
    })
    const context = createExecutionContext()
    // The test pool's own batches do not show until when a message was delayed.
    await worker.queue({ queue: first.queue, messages } as unknown as MessageBatch, env, context)
    await waitOnExecutionContext(context)
    for (const pending of batch) {
      const end = ends.get(pending)
      if (end === undefined) {
        throw new Error(`a message was neither acked nor retried: ${JSON.stringify(pending.body)}`)
      }
      if (end === 'acked') {
        this.pending.splice(this.pending.indexOf(pending), 1)
      } else {
        pending.at = Date.now() + end * 1000
      }
    }
  }
}
