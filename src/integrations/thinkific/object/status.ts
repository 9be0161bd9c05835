/** For the status page. Times are epoch ms. */

import { isParked } from '../../outage/circuit-breaker'
import type { SiteStatus } from '../../site-status'
import type { JobSettler } from '../firing/settle-jobs'
import type { Site } from '../site/site'
import { readSealingKeyId } from '../storage/customer-key'

/** Throws when no key opens the site's secret. */
export async function readStatus(site: Site, runs: JobSettler): Promise<SiteStatus> {
  const { circuit, firingSlots: slots, pacer, storage } = site
  const open = circuit?.open ?? null
  await site.customerKey('')
  return {
    held: open === null ? null : { since: open.since, probeAt: open.probeAt, parked: isParked(circuit, Date.now()) },
    waiting: slots.waiting,
    running: runs.running,
    callsLastMinute: pacer.callsLastMinute,
    allowance: pacer.allowance,
    customers: storage.count(),
    sealedUnder: readSealingKeyId(storage),
  }
}
