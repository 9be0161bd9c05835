/** One firing, from the ledger's decision through Thinkific's answers to its outcome: the actions' steps with effects. */

import type { Attempt } from '../../../model/attempt'
import type { Job } from '../../../model/job'
import type { Settling, WaitReason } from '../../../model/outcome'
import { opens } from '../../../model/rule'
import { UnsealError } from '../../../secrets/sealing'
import type { Failure } from '../client/failure'
import { knownAgain } from '../customers/erasure'
import { isAnothers, TWO_EMAILS, UNITED_AFTER_MS } from '../customers/merge-customers'
import type { Customer } from '../ledger/customer'
import { bundlesToKnow } from '../ledger/grants'
import { isParked } from '../outage/circuit-breaker'
import { nextTry } from '../outage/retry-ladder'
import type { Site } from '../site/site'
import { UNREADABLE_KEY } from '../site/site-integrations'
import { learnRefusal } from '../steps/apply-refusal'
import { learn } from '../steps/apply-reply'
import { next } from '../steps/next-step'
import { begunUnheard, isUnheard, withIntent } from '../steps/pending-writes'
import { perform } from '../steps/perform-call'
import { begin, type Learned, type Run, withMade } from '../steps/plan-state'
import type { Call } from '../steps/site-call'
import type { End } from '../steps/step'
import { errandId, settledAs } from '../storage/account'
import { gateFor } from './admission'
import { AccountBook } from './firing-record'

/** A turn this near is waited for midway. */
const PATIENCE_MS = 3_000
/** What lies behind a conflict nobody documents: it is looked at and tried again so often, then taken for a no. */
const MOST_CONFLICTS = 3

/** Settles the firing, or says when to come back. The caller holds the customer's lane. */
export async function runErrand(site: Site, job: Job, key: string): Promise<Settling> {
  const account = site.customers.load(key)
  const { customer } = account
  const settled = settledAs(account, errandId(job))
  if (settled !== null) {
    return { final: true, outcome: settled.outcome, sentence: settled.sentence, attempts: [] }
  }
  const own = (await site.keyOf(job.customer.email)) === key
  // An email that is not this customer's must never be looked up in their name.
  const theirs = own ? job : { ...job, customer: { ...job.customer, email: '' } }
  const { purchase, firing } = job
  const named =
    own && opens(firing.rule.action) ? knownAgain(customer, purchase.marketplace, job.customer.email) : customer
  const unheard = isUnheard(site.customers, key, customer, purchase)
  return new Errand(site, theirs, new AccountBook(site.customers, key, errandId(job), account)).run(named, unheard)
}

export class Errand {
  readonly #site: Site
  readonly #job: Job
  readonly #id: string
  readonly #book: AccountBook
  readonly #attempts: Attempt[] = []
  #promised = 0
  #probe = false

  constructor(site: Site, job: Job, book: AccountBook) {
    this.#site = site
    this.#job = job
    this.#id = errandId(job)
    this.#book = book
  }

  /** `unheard`: the customer holds the purchase's ids, and the ledger does not know it. */
  async run(customer: Customer, unheard: boolean): Promise<Settling> {
    const run = begin(customer, this.#job, this.#learned(customer), this.#book.tries)
    return this.go(unheard ? begunUnheard(run) : run)
  }

  /** Goes on from what is known to the end, or to where it must wait. */
  async go(from: Run): Promise<Settling> {
    let run = from
    for (;;) {
      const step = next(run, Date.now())
      if (step.kind !== 'call') return this.#end(run, step)
      const stopped = this.#attempts.length === 0 ? this.#gate(step.call) : this.#tooFarOff(run)
      if (stopped !== null) return stopped
      const outcome = await this.#call(withMade(run, step.call), step.call)
      if ('settling' in outcome) return outcome.settling
      run = outcome.run
    }
  }

  #learned(customer: Customer): Learned {
    const { target } = this.#job.firing.rule
    const needed = bundlesToKnow(customer, target)
    const learned = this.#site.learned(target.kind === 'bundle' ? [...new Set([...needed, target.id])] : needed)
    return { ...learned, stale: learned.stale.filter((id) => needed.includes(id)) }
  }

  #gate(call: Call): Settling | null {
    const gate = gateFor(this.#site, this.#job, this.#id, this.#book.key, call, Date.now())
    if (!gate.open) return this.#wait(gate.reason, gate.at, gate.sentence, gate.parked)
    this.#probe = gate.probe
    this.#promised = gate.promised
    return null
  }

  /** Midway, when the site was braked: rather than be asked for again and again, come back when calls may go. */
  #tooFarOff(run: Run): Settling | null {
    const now = Date.now()
    if (this.#site.pacer.nextTurn(now) <= now + PATIENCE_MS) return null
    this.#book.putOff(run, run.tries)
    const at = this.#site.turns.after(this.#id, 1, now)
    return this.#wait('pace', at, 'It waits for its turn: the site’s requests for the minute are used.', false)
  }

  async #call(run: Run, call: Call): Promise<{ run: Run } | { settling: Settling }> {
    this.#book.cover(run, call)
    let sentAt = Date.now()
    try {
      const thinkific = await this.#site.integrations.client(this.#job.integration)
      const priority = this.#attempts.length < this.#promised ? 'promised' : 'unplanned'
      const performed = await this.#site.pacer.through(priority, () => {
        sentAt = Date.now()
        return perform(thinkific, call)
      })
      this.#attempts.push(performed.attempt)
      if (!performed.ok) return this.#failed(run, call, performed.failure, sentAt)
      this.#site.answered()
      this.#probe = false
      // Nothing is kept of this run then: it begins again in the other's name.
      if (await isAnothers(this.#site, this.#book.key, performed.heard)) {
        return { settling: this.#wait('unconfirmed', Date.now() + UNITED_AFTER_MS, TWO_EMAILS, false) }
      }
      const learned = learn(run, performed.heard, sentAt)
      if (performed.heard.do === 'read bundle') {
        this.#site.contents.tell(performed.heard.bundle, performed.heard.courses, sentAt)
      }
      this.#site.learnHabits(learned.habits)
      return { run: learned }
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error
      return { settling: this.#turnedAway(run, UNREADABLE_KEY) }
    }
  }

  #failed(run: Run, call: Call, failure: Failure, sentAt: number): { run: Run } | { settling: Settling } {
    const now = Date.now()
    const { at, rung } = nextTry(run.tries, now, Math.random)
    this.#site.failed(failure, this.#probe, now, at)
    switch (failure.class) {
      case 'credentials':
        return { settling: this.#turnedAway(run, failure.sentence) }
      case 'budget': {
        const resetAt = failure.kind === 'rate limited' ? failure.resetAt : at
        this.#site.pacer.brake(resetAt, sentAt)
        this.#book.putOff(run, run.tries)
        const turn = this.#site.turns.after(this.#id, this.#promised, resetAt)
        return { settling: this.#wait('rate limit', turn, failure.sentence, false) }
      }
      case 'permanent':
        return this.#refused(run, call, failure, sentAt)
      default: {
        if (failure.kind === 'conflict' && run.tries >= MOST_CONFLICTS) return this.#refused(run, call, failure, sentAt)
        this.#book.putOff(failure.class === 'ambiguous' ? withIntent(run, call, sentAt) : run, rung)
        return { settling: this.#putOff(at, failure.sentence, now) }
      }
    }
  }

  #refused(run: Run, call: Call, failure: Failure, sentAt: number): { run: Run } | { settling: Settling } {
    const refused = learnRefusal(run, call, failure, sentAt)
    return refused.step === null ? { run: refused.run } : { settling: this.#end(refused.run, refused.step) }
  }

  #putOff(at: number, sentence: string, now: number): Settling {
    const { hold } = this.#site
    const probeAt = hold?.held?.probeAt
    const held = probeAt !== undefined
    return this.#wait(held ? 'held' : 'temporary', held ? Math.max(at, probeAt) : at, sentence, isParked(hold, now))
  }

  #turnedAway(run: Run, sentence: string): Settling {
    this.#book.putOff(run, run.tries)
    const { integrations } = this.#site
    integrations.turnedAway(this.#job.integration, sentence, Date.now())
    // Another credential may have been saved meanwhile: it comes back and goes with that.
    const parked = integrations.faultOf(this.#job.integration.id) !== null
    return this.#wait('credentials', Date.now(), sentence, parked)
  }

  #end(run: Run, step: End): Settling {
    if (step.kind === 'wait') {
      this.#book.putOff(run, run.tries + 1)
      return this.#wait(step.reason, Date.now() + step.ms, step.sentence, false)
    }
    return { ...this.#book.settle(run, step), attempts: this.#attempts }
  }

  #wait(reason: WaitReason, at: number, sentence: string, parked: boolean): Settling {
    return { final: false, at, reason, sentence, parked, attempts: this.#attempts }
  }
}
