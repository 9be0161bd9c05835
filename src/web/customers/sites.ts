/** The sites that keep a ledger of a marketplace's customers, each once however many integrations share it. */
import type { Context } from 'hono'
import type { Env } from '../../env'
import type { AccessLedger } from '../../integrations/access-ledger'
import { findLedger, pickReachable } from '../../integrations/ledgers'
import { type Integration, listIntegrations } from '../../integrations/store'
import type { Web } from '../http/context'

export interface LedgerSite {
  integration: Integration
  ledger: AccessLedger
}

export async function listSites(c: Context<Web>): Promise<LedgerSite[]> {
  return toSites(c.env, await listIntegrations(c.env.DB, c.var.member.marketplace.id))
}

function toSites(env: Env, integrations: Integration[]): LedgerSite[] {
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
