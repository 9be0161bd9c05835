/** Why and until when a firing waits before its next call. What was learned so far is stored with it. */
import type { Attempt } from '../../../model/attempt'
import type { Settling, WaitReason } from '../../../model/outcome'
import { isParked } from '../../outage/circuit-breaker'
import { WAITS_FOR_SLOT } from '../pace/firing-slots'
import type { Site } from '../site/site'
import type { PlanState } from '../steps/plan-state'
import type { WaitStep } from '../steps/step'
import { firingKey } from '../storage/account'
import type { ThinkificJob } from '../thinkific-job'
import type { FiringRecord } from './firing-record'

/** Between calls: wait in place if the next slot is this close; otherwise requeue. */
const PATIENCE_MS = 3_000

export class FiringWaits {
  readonly #site: Site
  readonly #job: ThinkificJob
  readonly #id: string
  readonly #record: FiringRecord
  readonly attempts: Attempt[] = []

  constructor(site: Site, job: ThinkificJob, record: FiringRecord) {
    this.#site = site
    this.#job = job
    this.#id = firingKey(job)
    this.#record = record
  }

  wait(reason: WaitReason, at: number, sentence: string, parked: boolean): Settling {
    return { final: false, at, reason, sentence, parked, attempts: this.attempts }
  }

  /** Null while a slot is near: the site may have been slowed down since the last call. */
  waitIfSlotIsFar(state: PlanState): Settling | null {
    const now = Date.now()
    if (this.#site.pacer.nextSlotAt(now) <= now + PATIENCE_MS) {
      return null
    }
    this.#record.postpone(state, state.tries)
    const at = this.#site.slotsFor(this.#job).requestAfter(this.#id, 1, now)
    return this.wait('pace', at, WAITS_FOR_SLOT, false)
  }

  /** Thinkific takes no call before `resetAt`. */
  waitForRateLimit(state: PlanState, reserved: number, resetAt: number, sentence: string): Settling {
    this.#record.postpone(state, state.tries)
    const at = this.#site.slotsFor(this.#job).requestAfter(this.#id, reserved, resetAt)
    return this.wait('rate limit', at, sentence, false)
  }

  /** `rung`: of the retry ladder. */
  waitForRetry(state: PlanState, rung: number, at: number, sentence: string, now: number): Settling {
    this.#record.postpone(state, rung)
    const { circuit } = this.#site
    const probeAt = circuit?.open?.probeAt
    const isOpen = probeAt !== undefined
    return this.wait(
      isOpen ? 'held' : 'temporary',
      isOpen ? Math.max(at, probeAt) : at,
      sentence,
      isParked(circuit, now),
    )
  }

  waitForCredential(state: PlanState, sentence: string): Settling {
    this.#record.postpone(state, state.tries)
    const { faults } = this.#site.integrations
    faults.record(this.#job.integration, sentence, Date.now())
    // Another credential may have been saved meanwhile; then come back and use that.
    const parked = faults.find(this.#job.integration.id) !== null
    return this.wait('credentials', Date.now(), sentence, parked)
  }

  waitForStep(state: PlanState, { reason, ms, sentence }: WaitStep): Settling {
    if (reason === 'starts later') {
      this.#record.keepGrant(state)
    } else {
      this.#record.postpone(state, state.tries + 1)
    }
    return this.wait(reason, Date.now() + ms, sentence, false)
  }
}
