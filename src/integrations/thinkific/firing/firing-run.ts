/** Runs one firing from the ledger's decision to its outcome: the pure steps, with their calls and writes. */

import type { Settling } from '../../../model/outcome'
import { UnsealError } from '../../../secrets/sealing'
import { nextTry } from '../../outage/retry-ladder'
import { toTarget } from '../actions'
import type { Failure } from '../client/failure'
import { findOwnerDoubt } from '../customers/merge-customers'
import type { Customer } from '../ledger/customer'
import { listConcernedBundles } from '../ledger/grants'
import { UNREADABLE_KEY } from '../site/open-client'
import { withAdvice } from '../site/rule-advice'
import type { Site } from '../site/site'
import { applyRefusal } from '../steps/apply-refusal'
import { applyReply } from '../steps/apply-reply'
import { nextLook } from '../steps/look-step'
import { hasMark } from '../steps/marks'
import { nextStep } from '../steps/next-step'
import { resumeInterrupted, withPendingWrite } from '../steps/pending-writes'
import { type PlanState, startPlan, withCall, withProof } from '../steps/plan-state'
import type { CallTo, SiteCall } from '../steps/site-call'
import type { FinalStep } from '../steps/step'
import { firingKey } from '../storage/account'
import type { ThinkificJob } from '../thinkific-job'
import { priorityOf, requestAdmission } from './admission'
import type { FiringRecord } from './firing-record'
import { FiringWaits } from './firing-waits'
import type { Place } from './purchase-owner'

/** A 409's causes are undocumented: look and retry this often, then take it as a refusal. */
const MOST_CONFLICTS = 3

/** Either the run goes on, or this is its answer. */
type Progress = { run: PlanState } | { settling: Settling }

export class FiringRun {
  readonly #site: Site
  readonly #job: ThinkificJob
  readonly #id: string
  readonly #record: FiringRecord
  readonly #waits: FiringWaits
  /** Readings of bundles that the state the run began with may know of. */
  readonly #readBefore: number
  #reserved = 0
  #probe = false

  constructor(site: Site, job: ThinkificJob, record: FiringRecord) {
    this.#site = site
    this.#job = job
    this.#id = firingKey(job)
    this.#record = record
    this.#waits = new FiringWaits(site, job, record)
    this.#readBefore = site.contents.readings
  }

  /** `interrupted`: an earlier run stopped during its calls (steps/pending-writes.ts). */
  async run(
    customer: Customer,
    { interrupted, placed, ownerEmail, remarks }: Omit<Place, 'owner'> & { interrupted: boolean },
  ): Promise<Settling> {
    const { instruction, integration } = this.#job
    const knowledge = this.#site.knowledge(listConcernedBundles(customer, toTarget(instruction.target)), integration.id)
    const plan = startPlan(customer, this.#job, knowledge, { now: Date.now(), tries: this.#record.tries, placed })
    const state = { ...plan, ownerEmail, remarks }
    return this.proceed(interrupted ? resumeInterrupted(state) : state)
  }

  async proceed(from: PlanState): Promise<Settling> {
    let state = from
    for (;;) {
      const step = nextStep(state, Date.now())
      if (step.kind !== 'call') {
        return this.#finish(state, await withAdvice(this.#site, this.#job.purchase.marketplace, step))
      }
      const outcome = await this.#make(state, step.call)
      if ('settling' in outcome) {
        return outcome.settling
      }
      state = outcome.run
    }
  }

  /** Null once the customer has been looked at in the target; else why the firing must wait. */
  async look(from: PlanState): Promise<Settling | null> {
    let state = from
    for (;;) {
      const call = nextLook(state)
      if (call === null) {
        this.#record.endLook(state)
        return null
      }
      const outcome = await this.#make(state, call)
      if ('settling' in outcome) {
        return outcome.settling
      }
      state = outcome.run
    }
  }

  #make(state: PlanState, call: SiteCall): Promise<Progress> {
    return call.do === 'read bundle' ? this.#readBundle(state, call) : this.#callAtPace(state, call)
  }

  /** Many firings of a launch need the same bundle at once. After a 404 for it only a call made since will do. */
  async #readBundle(state: PlanState, call: CallTo<'read bundle'>): Promise<Progress> {
    const read = () => this.#callAtPace(state, call)
    if (hasMark(state, `bundle:${call.bundle}`, 'absent')) {
      return read()
    }
    const result = await this.#site.contents.readOnce(call.bundle, this.#readBefore, read)
    return 'courses' in result
      ? { run: applyReply(withCall(state, call), { ...call, courses: [...result.courses] }, Date.now()) }
      : result
  }

  async #callAtPace(state: PlanState, call: SiteCall): Promise<Progress> {
    const stopped = this.#waits.attempts.length === 0 ? this.#admit(call) : this.#waits.waitIfSlotIsFar(state)
    return stopped === null ? this.#call(withCall(state, call), call) : { settling: stopped }
  }

  #admit(call: SiteCall): Settling | null {
    const admission = requestAdmission(this.#site, this.#job, this.#id, this.#record.key, call, Date.now())
    if (!admission.open) {
      return this.#waits.wait(admission.reason, admission.at, admission.sentence, admission.parked)
    }
    this.#probe = admission.probe
    this.#reserved = admission.reserved
    return null
  }

  async #call(state: PlanState, call: SiteCall): Promise<Progress> {
    this.#record.coverCall(state, call)
    let sentAt = Date.now()
    try {
      const make = await this.#site.caller(this.#job.integration)
      const priority = priorityOf(this.#job, this.#waits.attempts.length < this.#reserved)
      const performed = await this.#site.pacer.run(priority, () => {
        sentAt = Date.now()
        return make(call)
      })
      this.#waits.attempts.push(performed.attempt)
      if (!performed.ok) {
        return this.#handleFailure(state, call, performed.failure, sentAt)
      }
      this.#site.recordSuccess()
      this.#site.integrations.recordProof(this.#job.integration, sentAt)
      this.#probe = false
      // Discard this run; it starts again, perhaps for another customer.
      const doubt = await findOwnerDoubt(this.#site, this.#record.key, performed.reply)
      if (doubt !== null) {
        return { settling: this.#waits.wait('unconfirmed', Date.now() + doubt.afterMs, doubt.sentence, false) }
      }
      const learned = applyReply(withProof(state), performed.reply, sentAt)
      if (performed.reply.do === 'read bundle') {
        this.#site.contents.save(performed.reply.bundle, performed.reply.courses, sentAt)
      }
      this.#site.saveHabits(learned.habits)
      return { run: learned }
    } catch (error) {
      if (!(error instanceof UnsealError)) {
        throw error
      }
      return { settling: this.#waits.waitForCredential(state, UNREADABLE_KEY) }
    }
  }

  #handleFailure(state: PlanState, call: SiteCall, failure: Failure, sentAt: number): Progress {
    const now = Date.now()
    const { at, rung } = nextTry(state.tries, now, Math.random)
    this.#site.recordFailure(failure, this.#probe, now, at)
    if (failure.class === 'permanent' || (failure.kind === 'conflict' && state.tries >= MOST_CONFLICTS)) {
      return this.#handleRefusal(state, call, failure, sentAt)
    }
    switch (failure.class) {
      case 'credentials':
        return { settling: this.#waits.waitForCredential(state, failure.sentence) }
      case 'budget': {
        const resetAt = failure.kind === 'rate limited' ? failure.resetAt : at
        this.#site.pacer.brake(resetAt, sentAt)
        return { settling: this.#waits.waitForRateLimit(state, this.#reserved, resetAt, failure.sentence) }
      }
      default: {
        const learned = failure.class === 'ambiguous' ? withPendingWrite(state, call, sentAt) : state
        return { settling: this.#waits.waitForRetry(learned, rung, at, failure.sentence, now) }
      }
    }
  }

  #handleRefusal(state: PlanState, call: SiteCall, failure: Failure, sentAt: number): Progress {
    const refused = applyRefusal(withProof(state), call, failure, sentAt)
    return refused.step === null ? { run: refused.run } : { settling: this.#finish(refused.run, refused.step) }
  }

  #finish(state: PlanState, step: FinalStep): Settling {
    if (step.kind === 'wait') {
      return this.#waits.waitForStep(state, step)
    }
    return { ...this.#record.settle(state, step), attempts: this.#waits.attempts }
  }
}
