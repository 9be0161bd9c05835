/** How a site fares, for the status page and alerts. Times are epoch ms. */
import { NEARLY_FULL_BYTES } from '../../../model/object-size'
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

/** Null where it is, and the marketplace's credential is not shown to work: the site's records are others' too. */
export async function isNearlyFull(site: Site, marketplace: string): Promise<boolean | null> {
  if (site.storage.bytes <= NEARLY_FULL_BYTES) {
    return false
  }
  await site.standing.renew(marketplace)
  return site.standing.isGood(marketplace) ? true : null
}
