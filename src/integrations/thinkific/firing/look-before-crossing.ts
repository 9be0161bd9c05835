/** Before an event crosses to another customer's purchase: only Thinkific knows whether its own email is in the target. */
import type { Settling } from '../../../model/outcome'
import { toTarget } from '../actions'
import { targetKey } from '../ledger/customer'
import type { Site } from '../site/site'
import { planFrom } from '../steps/plan-state'
import { firingKey } from '../storage/account'
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
  const record = {
    customer,
    withoutFiring: customer,
    purchase: null,
    fact: { kind: 'none' as const, target },
    fate: { kind: 'stands' as const },
    repeated: false,
  }
  const id = firingKey(job)
  const state = planFrom(
    record,
    job,
    site.knowledge(target.kind === 'bundle' ? [target.id] : [], job.integration.id),
    account.waiting[id],
  )
  return new FiringRun(site, job, new FiringRecord(site.storage, key, id, account)).look(state)
}
