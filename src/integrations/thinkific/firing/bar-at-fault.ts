import type { Settling } from '../../../model/outcome'
import type { Site } from '../site/site'
import { findSettled, firingKey } from '../storage/account'
import type { ThinkificJob } from '../thinkific-job'

/** A credential that Thinkific refuses makes no claim: its firing is parked before the ledger hears of it. */
export function barAtFault(site: Site, job: ThinkificJob, customers: string[]): Settling | null {
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
