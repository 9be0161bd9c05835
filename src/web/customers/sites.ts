/** The sites that keep a ledger of a marketplace's customers, each once however many integrations share it. */
import type { Context } from 'hono'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { AccessLedger } from '../../integrations/access-ledger'
import { type Integration, listIntegrations } from '../../integrations/store'
import type { Web } from '../http/context'

/** A ledger, by the integration that reaches it. */
export interface LedgerSite {
  integration: Integration
  ledger: AccessLedger
}

/** For each site the integration to reach it by: a healthy one where there is one. */
export async function listSites(c: Context<Web>): Promise<LedgerSite[]> {
  const integrations = await listIntegrations(c.env.DB, c.var.member.marketplace.id)
  const healthyFirst = integrations.toSorted((a, b) => Number(a.problem !== null) - Number(b.problem !== null))
  const sharing = Map.groupBy(healthyFirst, ({ kind, site }) => `${kind} ${site}`)
  return [...sharing.values()].flatMap((one) => one.slice(0, 1).flatMap((first) => findLedgerSite(c.env, first) ?? []))
}

/** Null where its kind keeps no ledger. */
export function findLedgerSite(env: Env, integration: Integration): LedgerSite | null {
  const ledger = KINDS.find(integration.kind)?.ledger?.(env, integration.site)
  return ledger === undefined ? null : { integration, ledger }
}

export function toIntegrationRef({ id, name, site }: Integration): { id: string; name: string; site: string } {
  return { id, name, site }
}
