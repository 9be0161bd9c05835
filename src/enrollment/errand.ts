/** One firing, from the ledger's decision through Thinkific's answers to its outcome: the actions' steps with effects. */
import { UnsealError } from '../accounts/sealed'
import type { Attempt, Settling, WaitReason } from '../journal/outcome'
import { opens } from '../rules/rule'
import type { Failure } from '../thinkific/failure'
import { type Account, errandId, settledAs, withSettled, withWaiting } from './account'
import { type Call, opensUp } from './actions/call'
import { learn } from './actions/learn'
import { learnRefusal } from './actions/learn-failure'
import { next } from './actions/next'
import { perform } from './actions/perform'
import { begin, type Run, withMade } from './actions/run'
import type { End } from './actions/step'
import { gateFor } from './gate'
import { isParked } from './hold'
import { intents, withIntent } from './intents'
import type { Job } from './job'
import { nextTry } from './ladder'
import { bundlesToKnow } from './ledger/grants'
import type { Site } from './site'

/** A turn this near is waited for midway. */
const PATIENCE_MS = 3_000

/** Settles the firing, or says when to come back. The caller holds the customer's lane. */
export async function runErrand(site: Site, job: Job, key: string): Promise<Settling> {
  const account = site.customers.load(key)
  const settled = settledAs(account, errandId(job))
  if (settled !== null) {
    return { final: true, outcome: settled.outcome, sentence: settled.sentence, attempts: [] }
  }
  const own = (await site.keyOf(job.customer.email)) === key
  // An email that is not this customer's must never be looked up in their name.
  const theirs = own ? job : { ...job, customer: { ...job.customer, email: '' } }
  return new Errand(site, theirs, key, account).run(own)
}

class Errand {
  readonly #site: Site
  readonly #job: Job
  readonly #key: string
  readonly #id: string
  readonly #attempts: Attempt[] = []
  /** As last written. */
  #account: Account
  /** What is written down as perhaps open. */
  #covered = new Set<string>()
  #promised = 0
  #probe = false

  constructor(site: Site, job: Job, key: string, account: Account) {
    this.#site = site
    this.#job = job
    this.#key = key
    this.#id = errandId(job)
    this.#account = account
  }

  async run(ownEmail: boolean): Promise<Settling> {
    let run = this.#begin(ownEmail)
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

  #begin(ownEmail: boolean): Run {
    const { customer, waiting } = this.#account
    const { target, action } = this.#job.firing.rule
    const bundles = [...new Set([...bundlesToKnow(customer, target), ...(target.kind === 'bundle' ? [target.id] : [])])]
    const contents = this.#site.contents.of(bundles, Date.now())
    const email = customer.email ?? (ownEmail && opens(action) ? this.#job.customer.email : null)
    return begin({ ...customer, email }, this.#job, this.#site.habits, contents, waiting[this.#id] ?? 0)
  }

  #gate(call: Call): Settling | null {
    const gate = gateFor(this.#site, this.#job, this.#id, call, Date.now())
    if (!gate.open) return this.#wait(gate.reason, gate.at, gate.sentence, gate.parked)
    this.#probe = gate.probe
    this.#promised = gate.promised
    return null
  }

  /** Midway, when the site was braked: rather than be asked for again and again, come back when calls may go. */
  #tooFarOff(run: Run): Settling | null {
    const now = Date.now()
    if (this.#site.pacer.nextTurn(now) <= now + PATIENCE_MS) return null
    this.#keep(run, run.tries)
    const at = this.#site.turns.after(this.#id, 1, now)
    return this.#wait('pace', at, 'It waits for its turn: the site’s requests for the minute are used.', false)
  }

  async #call(run: Run, call: Call): Promise<{ run: Run } | { settling: Settling }> {
    this.#cover(run, call)
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
      const learned = learn(run, performed.heard, sentAt)
      if (performed.heard.do === 'read bundle') {
        this.#site.contents.tell(performed.heard.bundle, performed.heard.courses, sentAt)
      }
      this.#site.learnHabits(learned.habits)
      return { run: learned }
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error
      return { settling: this.#turnedAway(run, 'The stored API key cannot be opened any more. Enter it again.') }
    }
  }

  /** Written before a call that must not be made twice: whoever finds it after a crash looks before doing it again. */
  #cover(run: Run, call: Call): void {
    const opened = opensUp(call)
    if (opened === null || this.#covered.has(opened)) return
    const planned = intents(run, call, opened, Date.now())
    for (const name of Object.keys(planned)) this.#covered.add(name)
    const unanswered = { ...planned, ...run.customer.unanswered }
    this.#save({ ...this.#account, customer: { ...run.customer, unanswered } })
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
        this.#keep(run, run.tries)
        const turn = this.#site.turns.after(this.#id, this.#promised, resetAt)
        return { settling: this.#wait('rate limit', turn, failure.sentence, false) }
      }
      case 'permanent':
        return this.#refused(run, call, failure)
      default: {
        if (failure.kind === 'conflict') return this.#refused(run, call, failure)
        this.#keep(failure.class === 'ambiguous' ? withIntent(run, call, sentAt) : run, rung)
        return { settling: this.#putOff(at, failure.sentence, now) }
      }
    }
  }

  #refused(run: Run, call: Call, failure: Failure): { run: Run } | { settling: Settling } {
    const refused = learnRefusal(run, call, failure)
    return refused.step === null ? { run: refused.run } : { settling: this.#end(refused.run, refused.step) }
  }

  #putOff(at: number, sentence: string, now: number): Settling {
    const { hold } = this.#site
    const probeAt = hold?.held?.probeAt
    const held = probeAt !== undefined
    return this.#wait(held ? 'held' : 'temporary', held ? Math.max(at, probeAt) : at, sentence, isParked(hold, now))
  }

  #turnedAway(run: Run, sentence: string): Settling {
    this.#keep(run, run.tries)
    this.#site.integrations.turnedAway(this.#job.integration, sentence, Date.now())
    return this.#wait('credentials', Date.now(), sentence, true)
  }

  #end(run: Run, step: End): Settling {
    const now = Date.now()
    if (step.kind === 'wait') {
      this.#keep(run, run.tries + 1)
      return this.#wait(step.reason, now + step.ms, step.sentence, false)
    }
    const { outcome, sentence } = step
    const account = { ...this.#account, customer: run.customer }
    this.#save(withSettled(account, { id: this.#id, at: now, outcome, sentence }))
    return { final: true, outcome, sentence, attempts: this.#attempts }
  }

  #keep(run: Run, tries: number): void {
    this.#save(withWaiting({ ...this.#account, customer: run.customer }, this.#id, tries))
  }

  #wait(reason: WaitReason, at: number, sentence: string, parked: boolean): Settling {
    return { final: false, at, reason, sentence, parked, attempts: this.#attempts }
  }

  #save(account: Account): void {
    this.#site.customers.save(this.#key, account, this.#account)
    this.#account = account
  }
}
