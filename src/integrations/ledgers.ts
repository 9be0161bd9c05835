/** The ledgers that may know a marketplace's customers, each once however many integrations share its site. */

import type { Env } from '../env'
import { KINDS } from '.'
import type { AccessLedger } from './access-ledger'
import { type Integration, listDeleting, listIntegrations } from './store'

/** Names a ledger: a site, in the words of its kind. */
export interface LedgerRef {
  kind: string
  site: string
}

export interface ReachableLedger extends LedgerRef {
  integration: Integration
}

/** Null where the kind keeps none. */
export function findLedger(env: Env, { kind, site }: LedgerRef): AccessLedger | null {
  return KINDS.find(kind)?.ledger?.(env, site) ?? null
}

/** For each site the integration to reach it by: a healthy one where there is one. */
export async function listReachableLedgers(d1: D1Database, marketplace: string): Promise<ReachableLedger[]> {
  return pickReachable(await listIntegrations(d1, marketplace))
}

/** @param integrations all of one marketplace */
export function pickReachable(integrations: Integration[]): ReachableLedger[] {
  const healthyFirst = integrations
    .filter(keepsLedger)
    .toSorted((a, b) => Number(a.problem !== null) - Number(b.problem !== null))
  const sharing = Map.groupBy(healthyFirst, ({ kind, site }) => `${kind} ${site}`)
  return [...sharing.values()].flatMap((one) =>
    one.slice(0, 1).map((integration) => ({ integration, kind: integration.kind, site: integration.site })),
  )
}

/**
 * Also of integrations that are being deleted: a site is among those left only once their waiting firings have ended.
 * @param left sites that no integration reaches now
 */
export async function listAllLedgers(d1: D1Database, marketplace: string, left: string[]): Promise<LedgerRef[]> {
  const integrations = [...(await listIntegrations(d1, marketplace)), ...(await listDeleting(d1, marketplace))]
  return KINDS.all
    .filter(({ ledger }) => ledger !== undefined)
    .flatMap(({ id: kind }) => {
      const own = integrations.filter((one) => one.kind === kind).map(({ site }) => site)
      return [...new Set([...own, ...left])].map((site) => ({ kind, site }))
    })
}

function keepsLedger({ kind }: Integration): boolean {
  return KINDS.find(kind)?.ledger !== undefined
}
