/** One firing, from the ledger's decision through Thinkific's answers to its outcome: the actions' steps with effects. */

import type { Attempt } from '../../../model/attempt'
import type { Settling, WaitReason } from '../../../model/outcome'
import { UnsealError } from '../../../secrets/sealing'
import { isCreateAction, toTarget } from '../actions'
import type { Failure } from '../client/failure'
import { withEmail } from '../customers/erasure'
import { isOtherCustomer, MERGED_AFTER_MS, TWO_EMAILS } from '../customers/merge-customers'
import type { Job } from '../job'
import type { Customer } from '../ledger/customer'
import { listNeededBundles } from '../ledger/grants'
import { isParked } from '../outage/circuit-breaker'
import { nextTry } from '../outage/retry-ladder'
import type { Site } from '../site/site'
import { UNREADABLE_KEY } from '../site/site-integrations'
import { applyRefusal } from '../steps/apply-refusal'
import { applyReply } from '../steps/apply-reply'
import { nextStep } from '../steps/next-step'
import { isInterrupted, resumeInterrupted, withPendingWrite } from '../steps/pending-writes'
import { performCall } from '../steps/perform-call'
import { type PlanState, type SiteKnowledge, startPlan, withCall } from '../steps/plan-state'
import type { SiteCall } from '../steps/site-call'
import type { FinalStep } from '../steps/step'
import { findSettled, firingKey } from '../storage/account'
import { requestAdmission } from './admission'
import { FiringRecord } from './firing-record'

/** A turn this near is waited for midway. */
const PATIENCE_MS = 3_000
/** What lies behind a conflict nobody documents: it is looked at and tried again so often, then taken for a no. */
const MOST_CONFLICTS = 3

/** Settles the firing, or says when to come back. The caller holds the customer's lane. */
export async function runFiring(site: Site, job: Job, key: string): Promise<Settling> {
  const account = site.storage.load(key)
  const { customer } = account
  const settled = findSettled(account, firingKey(job))
  if (settled !== null) {
    return { final: true, outcome: settled.outcome, sentence: settled.sentence, attempts: [] }
  }
  const own = (await site.customerKey(job.customer.email)) === key
  // An email that is not this customer's must never be looked up in their name.
  const theirs = own ? job : { ...job, customer: { ...job.customer, email: '' } }
  const { purchase, firing } = job
  const withName =
    own && isCreateAction(firing.rule.action) ? withEmail(customer, purchase.marketplace, job.customer.email) : customer
  const unheard = isInterrupted(site.storage, key, customer, purchase)
  return new FiringRun(site, theirs, new FiringRecord(site.storage, key, firingKey(job), account)).run(
    withName,
    unheard,
  )
}

export class FiringRun {
  readonly #site: Site
  readonly #job: Job
  readonly #id: string
  readonly #record: FiringRecord
  readonly #attempts: Attempt[] = []
  #reserved = 0
  #probe = false

  constructor(site: Site, job: Job, book: FiringRecord) {
    this.#site = site
    this.#job = job
    this.#id = firingKey(job)
    this.#record = book
  }

  /** `unheard`: the customer holds the purchase's ids, and the ledger does not know it. */
  async run(customer: Customer, unheard: boolean): Promise<Settling> {
    const state = startPlan(customer, this.#job, this.#knowledge(customer), this.#record.tries)
    return this.proceed(unheard ? resumeInterrupted(state) : state)
  }

  /** Goes on from what is known to the end, or to where it must wait. */
  async proceed(from: PlanState): Promise<Settling> {
    let state = from
    for (;;) {
      const step = nextStep(state, Date.now())
      if (step.kind !== 'call') {
        return this.#finish(state, step)
      }
      const stopped = this.#attempts.length === 0 ? this.#admit(step.call) : this.#postponeIfFar(state)
      if (stopped !== null) {
        return stopped
      }
      const outcome = await this.#call(withCall(state, step.call), step.call)
      if ('settling' in outcome) {
        return outcome.settling
      }
      state = outcome.run
    }
  }

  #knowledge(customer: Customer): SiteKnowledge {
    const target = toTarget(this.#job.firing.rule.target)
    const needed = listNeededBundles(customer, target)
    const learned = this.#site.knowledge(target.kind === 'bundle' ? [...new Set([...needed, target.id])] : needed)
    return { ...learned, stale: learned.stale.filter((id) => needed.includes(id)) }
  }

  #admit(call: SiteCall): Settling | null {
    const gate = requestAdmission(this.#site, this.#job, this.#id, this.#record.key, call, Date.now())
    if (!gate.open) {
      return this.#wait(gate.reason, gate.at, gate.sentence, gate.parked)
    }
    this.#probe = gate.probe
    this.#reserved = gate.promised
    return null
  }

  /** Midway, when the site was braked: rather than be asked for again and again, come back when calls may go. */
  #postponeIfFar(state: PlanState): Settling | null {
    const now = Date.now()
    if (this.#site.pacer.nextSlotAt(now) <= now + PATIENCE_MS) {
      return null
    }
    this.#record.postpone(state, state.tries)
    const at = this.#site.reservations.requestAfter(this.#id, 1, now)
    return this.#wait('pace', at, 'It waits for its turn: the site’s requests for the minute are used.', false)
  }

  async #call(state: PlanState, call: SiteCall): Promise<{ run: PlanState } | { settling: Settling }> {
    this.#record.coverCall(state, call)
    let sentAt = Date.now()
    try {
      const thinkific = await this.#site.integrations.client(this.#job.integration)
      const priority = this.#attempts.length < this.#reserved ? 'promised' : 'unplanned'
      const performed = await this.#site.pacer.run(priority, () => {
        sentAt = Date.now()
        return performCall(thinkific, call)
      })
      this.#attempts.push(performed.attempt)
      if (!performed.ok) {
        return this.#handleFailure(state, call, performed.failure, sentAt)
      }
      this.#site.recordSuccess()
      this.#probe = false
      // Nothing is kept of this run then: it begins again in the other's name.
      if (await isOtherCustomer(this.#site, this.#record.key, performed.reply)) {
        return { settling: this.#wait('unconfirmed', Date.now() + MERGED_AFTER_MS, TWO_EMAILS, false) }
      }
      const learned = applyReply(state, performed.reply, sentAt)
      if (performed.reply.do === 'read bundle') {
        this.#site.contents.save(performed.reply.bundle, performed.reply.courses, sentAt)
      }
      this.#site.saveHabits(learned.habits)
      return { run: learned }
    } catch (error) {
      if (!(error instanceof UnsealError)) {
        throw error
      }
      return { settling: this.#refuseCredential(state, UNREADABLE_KEY) }
    }
  }

  #handleFailure(
    state: PlanState,
    call: SiteCall,
    failure: Failure,
    sentAt: number,
  ): { run: PlanState } | { settling: Settling } {
    const now = Date.now()
    const { at, rung } = nextTry(state.tries, now, Math.random)
    this.#site.recordFailure(failure, this.#probe, now, at)
    switch (failure.class) {
      case 'credentials':
        return { settling: this.#refuseCredential(state, failure.sentence) }
      case 'budget': {
        const resetAt = failure.kind === 'rate limited' ? failure.resetAt : at
        this.#site.pacer.brake(resetAt, sentAt)
        this.#record.postpone(state, state.tries)
        const turn = this.#site.reservations.requestAfter(this.#id, this.#reserved, resetAt)
        return { settling: this.#wait('rate limit', turn, failure.sentence, false) }
      }
      case 'permanent':
        return this.#handleRefusal(state, call, failure, sentAt)
      default: {
        if (failure.kind === 'conflict' && state.tries >= MOST_CONFLICTS) {
          return this.#handleRefusal(state, call, failure, sentAt)
        }
        this.#record.postpone(failure.class === 'ambiguous' ? withPendingWrite(state, call, sentAt) : state, rung)
        return { settling: this.#postpone(at, failure.sentence, now) }
      }
    }
  }

  #handleRefusal(
    state: PlanState,
    call: SiteCall,
    failure: Failure,
    sentAt: number,
  ): { run: PlanState } | { settling: Settling } {
    const refused = applyRefusal(state, call, failure, sentAt)
    return refused.step === null ? { run: refused.run } : { settling: this.#finish(refused.run, refused.step) }
  }

  #postpone(at: number, sentence: string, now: number): Settling {
    const { circuit } = this.#site
    const probeAt = circuit?.held?.probeAt
    const isOpen = probeAt !== undefined
    return this.#wait(
      isOpen ? 'held' : 'temporary',
      isOpen ? Math.max(at, probeAt) : at,
      sentence,
      isParked(circuit, now),
    )
  }

  #refuseCredential(state: PlanState, sentence: string): Settling {
    this.#record.postpone(state, state.tries)
    const { integrations } = this.#site
    integrations.recordFault(this.#job.integration, sentence, Date.now())
    // Another credential may have been saved meanwhile: it comes back and goes with that.
    const parked = integrations.findFault(this.#job.integration.id) !== null
    return this.#wait('credentials', Date.now(), sentence, parked)
  }

  #finish(state: PlanState, step: FinalStep): Settling {
    if (step.kind === 'wait') {
      this.#record.postpone(state, state.tries + 1)
      return this.#wait(step.reason, Date.now() + step.ms, step.sentence, false)
    }
    return { ...this.#record.settle(state, step), attempts: this.#attempts }
  }

  #wait(reason: WaitReason, at: number, sentence: string, parked: boolean): Settling {
    return { final: false, at, reason, sentence, parked, attempts: this.#attempts }
  }
}
