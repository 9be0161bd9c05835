/** A marketplace's Thinkific sites, each once even if integrations share it. */
import type { Context } from 'hono'
import { type Integration, listIntegrations } from '../../integrations/store'
import type { Web } from '../http/context'

/** One integration per site, a working one if possible. */
export async function listSites(c: Context<Web>): Promise<Integration[]> {
  const integrations = await listIntegrations(c.env.DB, c.var.member.marketplace.id)
  const healthyFirst = integrations.toSorted((a, b) => Number(a.problem !== null) - Number(b.problem !== null))
  return [...Map.groupBy(healthyFirst, ({ site }) => site).values()].flatMap((sharing) => sharing.slice(0, 1))
}

/** Includes sites no integration reaches any more: their ledgers may know the marketplace's customers. */
export async function listKnownSites(c: Context<Web>): Promise<string[]> {
  const { id } = c.var.member.marketplace
  const [integrations, left] = await Promise.all([
    listIntegrations(c.env.DB, id),
    c.env.JOURNAL.getByName(id).sitesLeft(),
  ])
  return [...new Set([...integrations.map(({ site }) => site), ...left])]
}

export function toIntegrationRef({ id, name, site }: Integration): { id: string; name: string; site: string } {
  return { id, name, site }
}
