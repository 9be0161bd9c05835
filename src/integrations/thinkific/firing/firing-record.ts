/** A firing's part of its customer's account. Every write is one transaction. */
import type { Settling } from '../../../model/outcome'
import { targetKey } from '../ledger/customer'
import { withKnownBundleDates, withOpened } from '../ledger/opened-courses'
import { toAliases } from '../ledger/purchase'
import { listAccessChanges } from '../steps/access-changes'
import { pendingWrites } from '../steps/pending-writes'
import { customerWithoutFiring, type PlanState } from '../steps/plan-state'
import { findDoubt, type SiteCall } from '../steps/site-call'
import type { Verdict } from '../steps/superseded-verdict'
import { findThinkificAccess } from '../steps/thinkific-access'
import { type Account, isEmptyAccount, withSettled, withWaiting } from '../storage/account'
import type { SiteStorage } from '../storage/site-storage'
import { amendEntries, withSaid } from './amendments'
import { withSilentOpenings } from './silent-openings'

export class FiringRecord {
  readonly #storage: SiteStorage
  /** Key of the customer. */
  readonly key: string
  readonly #id: string
  /** As last written. */
  #account: Account
  /** Doubts already stored. */
  readonly #covered = new Set<string>()

  constructor(storage: SiteStorage, key: string, id: string, account: Account) {
    this.#storage = storage
    this.key = key
    this.#id = id
    this.#account = account
  }

  get tries(): number {
    return this.#account.waiting[this.#id] ?? 0
  }

  /**
   * Written before a call that changes something, so that a run after a crash looks before deciding again. For a new
   * customer the purchase's ids serve instead: owned by a customer without a document (`resumeInterrupted`).
   */
  coverCall(state: PlanState, call: SiteCall): void {
    const opened = findDoubt(call)
    if (opened === null || this.#covered.has(opened)) {
      return
    }
    const planned = pendingWrites(state, call, opened, Date.now())
    for (const name of Object.keys(planned)) {
      this.#covered.add(name)
    }
    const aliases = toAliases(state.job.purchase)
    const customer = customerWithoutFiring(state)
    if (call.do === 'create user' && aliases.length > 0 && isEmptyAccount(this.#account)) {
      this.#storage.addOwner(aliases, this.key)
      this.#account = { ...this.#account, customer }
      return
    }
    const unanswered = { ...planned, ...customer.unanswered }
    const learned = customer.learned + 1
    this.#save({ ...this.#account, customer: { ...customer, learned, unanswered } })
  }

  /** Stores what was learned so far; what the firing wants only counts once it is settled. */
  postpone(state: PlanState, tries: number): void {
    this.#save(withWaiting({ ...this.#account, customer: customerWithoutFiring(state) }, this.#id, tries))
  }

  /** Stores what the firing wants as well: a grant that begins later stands from now on. */
  keepGrant(state: PlanState): void {
    this.#save(withWaiting({ ...this.#account, customer: state.customer }, this.#id, state.tries))
  }

  /** Stores access that was found; the firing no longer waits here. */
  endLook({ customer }: PlanState): void {
    const { [this.#id]: tries, ...waiting } = this.#account.waiting
    const hasFound = customer.found.length > this.#account.customer.found.length
    if (hasFound || tries !== undefined) {
      this.#save({ ...this.#account, waiting, ...(hasFound ? { customer } : {}) })
    }
  }

  settle(state: PlanState, { outcome, sentence }: Verdict): Omit<Extract<Settling, { final: true }>, 'attempts'> {
    const { target, contents, job } = state
    const own = { marketplace: job.purchase.marketplace, firing: job.firing.id }
    const have = findThinkificAccess(state.customer, targetKey(target), {})
    const now = Date.now()
    const isOpen = target.kind === 'bundle' && have !== null && have.end > now
    const reading = { courses: contents[target.id], now }
    const opened = isOpen ? withOpened(state.customer, targetKey(target), reading, 'unless current') : state.customer
    const known = withSilentOpenings(withKnownBundleDates(opened, contents), contents, now)
    const customer = amendEntries(withSaid(known, own, outcome), job.firing.id)
    const account = { ...this.#account, customer }
    const changes = job.reportsAccess ? listAccessChanges(state, outcome, now) : []
    const access = changes.length === 0 ? {} : { access: changes }
    this.#save(withSettled(account, { id: this.#id, at: now, outcome, sentence, ...access }))
    return { final: true, outcome, sentence, ...access }
  }

  #save(account: Account): void {
    this.#storage.save(this.key, account, this.#account)
    this.#account = account
  }
}
