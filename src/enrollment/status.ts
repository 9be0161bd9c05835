/** How a site is doing, for the status page. Times are epoch ms. */
import { isParked } from './hold'
import type { Errands } from './settle'
import type { Site } from './site'

export interface SiteStatus {
  /** Null while Thinkific answers. */
  held: { since: number; probeAt: number; parked: boolean } | null
  /** Firings told to come back for their turn. */
  waiting: number
  running: number
  callsLastMinute: number
  allowance: number
  customers: number
}

export function statusOf({ hold, turns, pacer, customers }: Site, errands: Errands): SiteStatus {
  const held = hold?.held ?? null
  return {
    held: held === null ? null : { since: held.since, probeAt: held.probeAt, parked: isParked(hold, Date.now()) },
    waiting: turns.waiting,
    running: errands.running,
    callsLastMinute: pacer.callsLastMinute,
    allowance: pacer.allowance,
    customers: customers.count(),
  }
}
