/** Settles many firings at once, each under its customer's lock. All are answered in time; work may go on afterwards. */

import type { Settling } from '../../../model/outcome'
import { eventForPlacing } from '../ledger/job-event'
import type { Site } from '../site/site'
import { findSettled, firingKey } from '../storage/account'
import type { ThinkificJob } from '../thinkific-job'
import { lookBeforeCrossing } from './look-before-crossing'
import { withPurchaseOwner } from './purchase-owner'
import { settleFiring } from './settle-firing'

/** The consumer is promised an answer within 3 s; the rest is the round trip. */
const ANSWER_WITHIN_MS = 2_500
/** When Thinkific blocks every connection, every batch would wait in vain and hold up other sites. */
const ANSWER_STUCK_WITHIN_MS = 200
/** A firing still running may be asked for again after as long as it has taken so far, at least this. */
const BUSY_FOR_MS = 4_000
/** Uncollected answers, in memory; settled ones are also in the customer's account. */
const UNCOLLECTED_KEPT = 2_000

export class JobSettler {
  readonly #site: Site
  readonly #running = new Map<string, { work: Promise<Settling>; since: number }>()
  readonly #uncollected = new Map<string, Settling>()

  constructor(site: Site) {
    this.#site = site
  }

  get running(): number {
    return this.#running.size
  }

  /** Answers in order. `background` keeps the object alive for work that outlasts the answer. */
  async settle(jobs: ThinkificJob[], background: (work: Promise<unknown>) => void): Promise<Settling[]> {
    await this.#site.integrations.recognize(jobs.map(({ integration }) => integration))
    for (const { integration } of jobs) {
      this.#site.integrations.remember(integration)
    }
    this.#site.updatePace()
    const stuck = this.#site.pacer.isStuckFor(ANSWER_WITHIN_MS)
    const { promise: late, cancel } = startTimer(stuck ? ANSWER_STUCK_WITHIN_MS : ANSWER_WITHIN_MS)
    const answers = await Promise.all(jobs.map((job) => this.#answer(job, late, background)))
    cancel()
    return answers
  }

  async #answer(
    job: ThinkificJob,
    late: Promise<null>,
    background: (work: Promise<unknown>) => void,
  ): Promise<Settling> {
    const id = firingKey(job)
    const kept = this.#collect(id)
    if (kept !== null) {
      return kept
    }
    const { work, since } = this.#running.get(id) ?? this.#start(id, job)
    const answer = await Promise.race([work, late])
    if (answer !== null) {
      this.#uncollected.delete(id)
      return answer
    }
    background(work)
    const sentence = 'Waiting for Thinkific’s answer.'
    const now = Date.now()
    return {
      final: false,
      at: now + Math.max(BUSY_FOR_MS, now - since),
      reason: 'busy',
      sentence,
      parked: false,
      attempts: [],
    }
  }

  #start(id: string, job: ThinkificJob) {
    const work = this.#site.firingSlots
      .track(() => runInOrder(this.#site, job))
      .catch((error: unknown) => internalFailure(error, id))
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
}

/** Purchases are locked by alias as well, so that two events about one never run at once under two emails. */
async function runInOrder(site: Site, job: ThinkificJob): Promise<Settling> {
  await site.standing.proveSite(job.integration.id)
  const bar = (customers: string[]) => barAtFault(site, job, customers)
  const asked = {
    email: job.customer.email,
    purchase: job.purchase,
    event: eventForPlacing(job),
    by: job.firing.id,
    bar,
    look: (customer: string) => lookBeforeCrossing(site, job, customer),
  }
  return withPurchaseOwner(site, asked, (place) => settleFiring(site, job, place))
}

/** A credential that Thinkific refuses makes no claim: its firing is parked before the ledger hears of it. */
function barAtFault(site: Site, job: ThinkificJob, customers: string[]): Settling | null {
  const fault = site.integrations.faults.find(job.integration.id)
  const id = firingKey(job)
  if (fault === null || customers.some((key) => findSettled(site.storage.load(key), id) !== null)) {
    return null
  }
  return {
    final: false,
    at: fault.probeAt,
    reason: 'credentials',
    sentence: fault.sentence,
    parked: true,
    attempts: [],
  }
}

function internalFailure(error: unknown, id: string): Settling {
  console.error(JSON.stringify({ at: 'thinkific.firing', firing: id, error: String(error) }))
  const sentence = 'Something went wrong on our side. We’ll retry automatically.'
  return { final: false, at: Date.now() + 30_000, reason: 'internal', sentence, parked: false, attempts: [] }
}

function startTimer(ms: number): { promise: Promise<null>; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout>
  const promise = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return { promise, cancel: () => clearTimeout(timer) }
}
