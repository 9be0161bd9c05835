/** Each Thinkific site's object, asked side by side. */

import type { Env } from '../../env'
import type { SiteStatus } from '../../integrations/thinkific/object/status'
import { answerOf, inGroups } from './asking'

export interface SiteLine {
  site: string
  answered: boolean
  /** Null while Thinkific answers for it. Times are ISO 8601. */
  held: { since: string; probeAt: string; parked: boolean } | null
  pace: { callsLastMinute: number; allowance: number; waiting: number; running: number } | null
  customers: number | null
  sealedUnder: { key: string; count: number } | null
}

export function siteLines(env: Env, sites: string[]): Promise<SiteLine[]> {
  return inGroups(sites, async (site) => lineOf(site, await answerOf(env.THINKIFIC_SITE.getByName(site).status())))
}

function lineOf(site: string, status: SiteStatus | null): SiteLine {
  if (status === null) return { site, answered: false, held: null, pace: null, customers: null, sealedUnder: null }
  const { held, callsLastMinute, allowance, waiting, running, customers, sealedUnder } = status
  return {
    site,
    answered: true,
    held: held === null ? null : { ...held, since: iso(held.since), probeAt: iso(held.probeAt) },
    pace: { callsLastMinute, allowance, waiting, running },
    customers,
    sealedUnder: { key: sealedUnder, count: 1 },
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
