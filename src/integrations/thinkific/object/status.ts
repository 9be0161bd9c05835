/** How a site is doing, for the status page. Times are epoch ms. */

import type { FiringRuns } from '../firing/firing-runs'
import { isParked } from '../outage/circuit-breaker'
import type { Site } from '../site/site'
import { readSealingKeyId } from '../storage/customer-key'

export interface SiteStatus {
  /** Null while Thinkific answers. */
  held: { since: number; probeAt: number; parked: boolean } | null
  /** Firings told to come back for their turn. */
  waiting: number
  running: number
  callsLastMinute: number
  allowance: number
  customers: number
  /** The id of the key that seals the site's own secret: the newest one, since asking seals it anew. */
  sealedUnder: string
}

/** Fails where no key opens the site's secret any more. */
export async function readStatus(site: Site, errands: FiringRuns): Promise<SiteStatus> {
  const { circuit: hold, reservations: turns, pacer, storage: customers } = site
  const held = hold?.held ?? null
  await site.customerKey('')
  return {
    held: held === null ? null : { since: held.since, probeAt: held.probeAt, parked: isParked(hold, Date.now()) },
    waiting: turns.waiting,
    running: errands.running,
    callsLastMinute: pacer.callsLastMinute,
    allowance: pacer.allowance,
    customers: customers.count(),
    sealedUnder: readSealingKeyId(customers),
  }
}
