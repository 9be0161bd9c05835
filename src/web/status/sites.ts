/** The objects of sites, asked side by side. */

import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { SiteStatus } from '../../integrations/site-status'
import { answerOrNull, mapInGroups } from './object-calls'

export interface SiteLine {
  /** Id of its kind. */
  kind: string
  site: string
  answered: boolean
  /** Null while the circuit is closed. Times are ISO 8601. */
  held: { since: string; probeAt: string; parked: boolean } | null
  pace: { callsLastMinute: number; allowance: number; waiting: number; running: number } | null
  customers: number | null
  sealedUnder: { key: string; count: number } | null
}

/** One per site whose kind reports a status. */
export function loadSiteLines(env: Env, sites: { kind: string; site: string }[]): Promise<SiteLine[]> {
  const asked = sites.flatMap(({ kind: id, site }) => {
    const kind = KINDS.find(id)
    return kind?.status === undefined ? [] : [{ kind: id, site, ask: kind.status.bind(kind, env, site) }]
  })
  return mapInGroups(asked, async ({ kind, site, ask }) => ({ kind, ...toLine(site, await answerOrNull(ask())) }))
}

function toLine(site: string, status: SiteStatus | null): Omit<SiteLine, 'kind'> {
  if (status === null) {
    return { site, answered: false, held: null, pace: null, customers: null, sealedUnder: null }
  }
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
