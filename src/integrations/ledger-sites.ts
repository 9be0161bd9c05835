/** The sites that keep a ledger of a marketplace's customers, each once however many integrations share it. */
import type { Env } from '../env'
import type { AccessLedger } from './access-ledger'
import { findLedger, pickReachable } from './ledgers'
import { type Integration, listIntegrations } from './store'

export interface LedgerSite {
  integration: Integration
  ledger: AccessLedger
}

export async function listLedgerSites(env: Env, marketplace: string): Promise<LedgerSite[]> {
  const integrations = await listIntegrations(env.DB, marketplace)
  return pickReachable(integrations).flatMap(({ integration }) => findLedgerSite(env, integration) ?? [])
}

/** Null where its kind keeps no ledger. */
export function findLedgerSite(env: Env, integration: Integration): LedgerSite | null {
  const ledger = findLedger(env, integration)
  return ledger && { integration, ledger }
}

export function toIntegrationRef({ id, name, site }: Integration): { id: string; name: string; site: string } {
  return { id, name, site }
}
