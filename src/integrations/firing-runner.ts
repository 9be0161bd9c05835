/** Firings being settled in an object: each runs once, is answered in time, and goes on where that takes longer. */
import type { Settling } from '../model/outcome'

/** The consumer is promised an answer within 3 s; the rest is the round trip. */
export const ANSWER_WITHIN_MS = 2_500
/** A firing still running may be asked for again after as long as it has taken so far, at least this. */
const BUSY_FOR_MS = 4_000
/** Uncollected answers, in memory; final ones are stored as well. */
const UNCOLLECTED_KEPT = 2_000
const AFTER_FAILURE_MS = 30_000

type Background = (work: Promise<unknown>) => void

export class FiringRunner {
  readonly #running = new Map<string, { work: Promise<Settling>; since: number }>()
  readonly #uncollected = new Map<string, Settling>()
  readonly #at: string
  readonly #busy: string

  /** @param at names the log line of a failure @param busy why an answer is still to come, in a sentence */
  constructor(at: string, busy: string) {
    this.#at = at
    this.#busy = busy
  }

  get running(): number {
    return this.#running.size
  }

  /**
   * Answers in order. `background` keeps the object alive for work that outlasts the answer.
   * @param firings each with its own id; one that runs is not started again
   */
  async settle(
    firings: { id: string; run: () => Promise<Settling> }[],
    background: Background,
    answerWithinMs: number,
  ): Promise<Settling[]> {
    const { promise: late, cancel } = startTimer(answerWithinMs)
    const answers = await Promise.all(firings.map(({ id, run }) => this.#answer(id, run, late, background)))
    cancel()
    return answers
  }

  async #answer(
    id: string,
    run: () => Promise<Settling>,
    late: Promise<null>,
    background: Background,
  ): Promise<Settling> {
    const kept = this.#collect(id)
    if (kept !== null) {
      return kept
    }
    const { work, since } = this.#running.get(id) ?? this.#start(id, run)
    const answer = await Promise.race([work, late])
    if (answer !== null) {
      this.#uncollected.delete(id)
      return answer
    }
    background(work)
    const now = Date.now()
    return {
      final: false,
      at: now + Math.max(BUSY_FOR_MS, now - since),
      reason: 'busy',
      sentence: this.#busy,
      parked: false,
      attempts: [],
    }
  }

  #start(id: string, run: () => Promise<Settling>) {
    const work = run()
      .catch((error: unknown) => this.#fail(id, error))
      .then((settling) => {
        this.#running.delete(id)
        this.#keep(id, settling)
        return settling
      })
    const running = { work, since: Date.now() }
    this.#running.set(id, running)
    return running
  }

  /** Result of work that outlasted its answer; none if its time to come back has passed. */
  #collect(id: string): Settling | null {
    const kept = this.#uncollected.get(id)
    if (kept === undefined) {
      return null
    }
    this.#uncollected.delete(id)
    return kept.final || kept.at > Date.now() ? kept : null
  }

  #keep(id: string, settling: Settling): void {
    this.#uncollected.set(id, settling)
    const [oldest] = this.#uncollected.keys()
    if (this.#uncollected.size > UNCOLLECTED_KEPT && oldest !== undefined) {
      this.#uncollected.delete(oldest)
    }
  }

  #fail(id: string, error: unknown): Settling {
    console.error(JSON.stringify({ at: this.#at, firing: id, error: String(error) }))
    const sentence = 'Something went wrong on our side. We’ll retry automatically.'
    const at = Date.now() + AFTER_FAILURE_MS
    return { final: false, at, reason: 'internal', sentence, parked: false, attempts: [] }
  }
}

function startTimer(ms: number): { promise: Promise<null>; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout>
  const promise = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return { promise, cancel: () => clearTimeout(timer) }
}
