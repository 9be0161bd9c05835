import type { Context } from 'hono'
import { KINDS } from '../../integrations'
import { listIntegrations } from '../../integrations/store'
import type { Web } from '../http/context'

/** Those that give access: what else is connected has no customers. */
export function listSites<One extends { kind: string }>(integrations: readonly One[]): One[] {
  return integrations.filter(({ kind }) => KINDS.find(kind)?.ledger !== undefined)
}

/** Of those that give access, where there are any. */
export function nameSites(integrations: readonly { kind: string }[]): string {
  const giving = listSites(integrations)
  return KINDS.nameKinds(giving.length > 0 ? giving : integrations)
}

/** Titles of the kinds a marketplace has connected, for sentences about all its sites: "Thinkific". */
export async function nameOwnKinds(c: Context<Web>): Promise<string> {
  return nameSites(await listIntegrations(c.env.DB, c.var.member.marketplace.id))
}
