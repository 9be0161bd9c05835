import type { Env } from '../../env'
import type { SiteStatus } from '../../integrations/thinkific/object/status'
import { answerOrNull, mapInGroups } from './object-calls'

export interface SiteLine {
  site: string
  answered: boolean
  /** Null while the circuit is closed. Times are ISO 8601. */
  held: { since: string; probeAt: string; parked: boolean } | null
  pace: { callsLastMinute: number; allowance: number; waiting: number; running: number } | null
  customers: number | null
  sealedUnder: { key: string; count: number } | null
}

export function loadSiteLines(env: Env, sites: string[]): Promise<SiteLine[]> {
  return mapInGroups(sites, async (site) =>
    toLine(site, await answerOrNull(env.THINKIFIC_SITE.getByName(site).status())),
  )
}

function toLine(site: string, status: SiteStatus | null): SiteLine {
  if (status === null) {
    return { site, answered: false, held: null, pace: null, customers: null, sealedUnder: null }
  }
  const { held: isProbe, callsLastMinute, allowance, waiting, running, customers, sealedUnder } = status
  return {
    site,
    answered: true,
    held: isProbe === null ? null : { ...isProbe, since: iso(isProbe.since), probeAt: iso(isProbe.probeAt) },
    pace: { callsLastMinute, allowance, waiting, running },
    customers,
    sealedUnder: { key: sealedUnder, count: 1 },
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
