/** Before an event crosses to another customer's purchase: only Thinkific knows whether its own email is in the target. */
import type { Settling } from '../../../model/outcome'
import { toTarget } from '../actions'
import { targetKey } from '../ledger/customer'
import { eventOfJob } from '../ledger/job-event'
import { recordNothing } from '../ledger/record-fact'
import type { Site } from '../site/site'
import { isInterrupted, resumeInterrupted } from '../steps/pending-writes'
import { planFrom } from '../steps/plan-state'
import { firingKey, isEmptyAccount } from '../storage/account'
import type { ThinkificJob } from '../thinkific-job'
import { FiringRecord } from './firing-record'
import { FiringRun } from './firing-run'

/** Null once that is known; the caller holds the customer's lock. @param key of the customer's document */
export async function lookBeforeCrossing(site: Site, job: ThinkificJob, key: string): Promise<Settling | null> {
  const account = site.storage.load(key)
  const { customer } = account
  const target = toTarget(job.instruction.target)
  if (customer.known[targetKey(target)] !== undefined) {
    return null
  }
  const id = firingKey(job)
  const planned = planFrom(
    recordNothing(customer, eventOfJob(job), { kind: 'none', target }),
    job,
    site.knowledge(target.kind === 'bundle' ? [target.id] : [], job.integration.id),
    account.waiting[id],
  )
  const isNew = isEmptyAccount(account) && isInterrupted(site.storage, key, customer, job.purchase)
  const state = isNew || customer.unanswered.user !== undefined ? resumeInterrupted(planned) : planned
  const known = { ...account, customer: state.customer }
  if (state !== planned) {
    // What an earlier run of the event opened for them is to be closed once it has crossed.
    site.storage.save(key, known, account)
  }
  return new FiringRun(site, job, new FiringRecord(site.storage, key, id, known)).look(state)
}
