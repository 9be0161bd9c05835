/**
 * Takes back what a customer's firings did. What they did is withdrawn first, all of it at once; then Thinkific is brought
 * to what the ledger wants without it. A run after a crash, or after a wait, finds it withdrawn and goes on with the calls.
 */
import type { AccessChange } from '../../../model/access'
import type { Attempt } from '../../../model/attempt'
import type { WithdrawnFiring } from '../../../model/instruction'
import type { Settling } from '../../../model/outcome'
import { isFailed } from '../../../model/outcome'
import { type Target, toTarget } from '../actions'
import { listConcerned } from '../customers/undo-customers'
import { targetKey } from '../ledger/customer'
import { eventOfUndo } from '../ledger/job-event'
import { withBundleDates } from '../ledger/opened-courses'
import { listFreed } from '../ledger/undo-effects'
import { isKnownAct, listWithdrawn, restoreActs, withdrawActs } from '../ledger/withdrawal'
import type { Site } from '../site/site'
import { findSettled, firingKey, withSettled } from '../storage/account'
import type { ThinkificJob } from '../thinkific-job'
import { amendEntries, describeFreed, listAmendments } from './amendments'
import { barAtFault } from './bar-at-fault'
import { settleDifferences } from './follow-up'
import { rehomeEvents } from './rehome'
import { UNDONE } from './settle-firing'
import { judgeUndo } from './undo-verdict'

/** Each looks for one call that went unanswered; without one, a second finds nothing left to do. */
const MOST_ROUNDS = 3

export async function settleUndo(
  site: Site,
  job: ThinkificJob,
  firings: readonly WithdrawnFiring[],
): Promise<Settling> {
  const { marketplace } = job.purchase
  const own = await site.customerKey(job.customer.email)
  const find = () => listConcerned(site, own, marketplace, firings)
  for (;;) {
    const keys = find()
    const settling = await site.mutex.run(keys, async () => {
      // While waiting for the locks, another event may have changed whose purchases these are.
      const isSame = find().every((key) => keys.includes(key))
      return isSame ? new Undo(site, job, firings, keys).settle() : null
    })
    if (settling !== null) {
      return settling
    }
  }
}

class Undo {
  readonly #site: Site
  readonly #job: ThinkificJob
  readonly #firings: readonly WithdrawnFiring[]
  readonly #marketplace: string
  /** The same for a retry. */
  readonly #by: string
  /** The customer's own key first, then those who may have their events. */
  readonly #keys: string[]

  constructor(site: Site, job: ThinkificJob, firings: readonly WithdrawnFiring[], keys: string[]) {
    this.#site = site
    this.#job = job
    this.#firings = firings
    this.#marketplace = job.purchase.marketplace
    this.#by = job.firing.event
    this.#keys = keys
  }

  async settle(): Promise<Settling> {
    const known = findSettled(this.#load(this.#own), firingKey(this.#job))
    if (known !== null) {
      const { outcome, sentence, access } = known
      return { final: true, outcome, sentence, attempts: [], ...(access === undefined ? {} : { access }) }
    }
    const barred = barAtFault(this.#site, this.#job, this.#keys)
    if (barred !== null) {
      return barred
    }
    this.#withdraw()
    const moved = rehomeEvents(this.#site.storage, this.#keys, this.#site.contents.all, this.#job.firing.id)
    const attempts: Attempt[] = []
    const access: AccessChange[] = []
    let failed: Extract<Settling, { final: true }> | null = null
    for (const key of this.#keys.flatMap((one) => Array<string>(MOST_ROUNDS).fill(one))) {
      const settling: Settling | null = failed === null ? await this.#call(key, moved.get(key) ?? []) : null
      attempts.push(...(settling?.attempts ?? []))
      if (settling !== null && !settling.final) {
        return { ...settling, attempts, amendments: this.#listAmendments() }
      }
      access.push(...(settling?.access ?? []))
      failed ??= settling !== null && isFailed(settling.outcome) ? settling : null
    }
    return { ...this.#record(failed, access), attempts, amendments: this.#listAmendments() }
  }

  #withdraw(): void {
    const { storage } = this.#site
    const withdrawal = { marketplace: this.#marketplace, firings: this.#firings, by: this.#by }
    const runs = this.#firings.flatMap((one) => one.runs)
    const isKnown = (run: string) =>
      this.#keys.some((key) => isKnownAct(this.#load(key).customer, this.#marketplace, run))
    // What was never recorded may still be on its way.
    const unknown = runs.filter((run) => !isKnown(run))
    storage.transaction(() => {
      for (const key of this.#keys) {
        const before = this.#load(key)
        const customer = withdrawActs(before.customer, withdrawal)
        const amended = customer === before.customer ? customer : amendEntries(customer, this.#job.firing.id)
        const account = unknown
          .map((run) => ({ id: `${this.#marketplace}~${run}`, at: Date.now(), ...UNDONE }))
          .filter(({ id }) => findSettled(before, id) === null)
          .reduce(withSettled, { ...before, customer: amended })
        if (account.customer !== before.customer || account.settled !== before.settled) {
          storage.save(key, account, before)
        }
      }
    })
  }

  /** Null where nothing is left to do for them. */
  #call(key: string, moved: Target[]): Promise<Settling | null> {
    const withdrawn = listWithdrawn(this.#load(key).customer, this.#marketplace, this.#by)
    const touched = [...withdrawn.map(({ target }) => target), ...this.#ownTargets(key), ...moved]
    const { reportsAccess } = this.#job
    return settleDifferences(this.#site, eventOfUndo(this.#job), this.#job.purchase, key, {
      touched,
      who: this.#job.customer,
      doubts: touched,
      ...(reportsAccess ? { reportsAccess } : {}),
    })
  }

  /** Of firings that were never recorded: a call for one of them may have gone unanswered. */
  #ownTargets(key: string): Target[] {
    return key === this.#own ? this.#firings.map(({ target }) => toTarget(target)) : []
  }

  #record(
    failed: Extract<Settling, { final: true }> | null,
    access: AccessChange[],
  ): Omit<Extract<Settling, { final: true }>, 'attempts'> {
    this.#keepDates()
    const customers = this.#keys.map((key) => this.#load(key).customer)
    const verdict = failed ?? judgeUndo(customers, this.#by, this.#seen)
    const { outcome, sentence } = verdict
    const reported = access.length === 0 ? {} : { access }
    const before = this.#load(this.#own)
    const settled = { id: firingKey(this.#job), at: Date.now(), outcome, sentence, ...reported }
    this.#site.storage.save(this.#own, withSettled(before, settled), before)
    return { final: true, outcome, sentence, ...reported }
  }

  #keepDates(): void {
    const { storage, contents } = this.#site
    for (const key of this.#keys) {
      const before = this.#load(key)
      const withdrawn = listWithdrawn(before.customer, this.#marketplace, this.#by).map(({ target }) =>
        targetKey(target),
      )
      const bundles = withdrawn.filter((one) => one.startsWith('bundle:'))
      const customer = withBundleDates(before.customer, bundles, contents.all)
      if (customer !== before.customer) {
        storage.save(key, { ...before, customer }, before)
      }
    }
  }

  #listAmendments() {
    return this.#keys.flatMap((key) => {
      const account = this.#load(key)
      const compared = {
        before: restoreActs(account.customer, this.#marketplace, this.#by),
        after: account.customer,
      }
      return [
        ...listFreed(compared, this.#marketplace).map(describeFreed),
        ...listAmendments(account, this.#marketplace, [this.#job.firing.id], this.#site.contents.all),
      ]
    })
  }

  get #own(): string {
    return this.#keys[0] ?? ''
  }

  get #seen() {
    const { marketplace, zone } = this.#job.purchase
    return { marketplace, contents: this.#site.contents.all, now: Date.now(), ...(zone === undefined ? {} : { zone }) }
  }

  #load(key: string) {
    return this.#site.storage.load(key)
  }
}
