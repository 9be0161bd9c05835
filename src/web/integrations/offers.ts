import type { Context } from 'hono'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { Offer } from '../../integrations/catalog'
import { toConnection } from '../../integrations/connection'
import { findIntegration, type Integration } from '../../integrations/store'
import type { Web } from '../http/context'

/** Null before they were read, and where the integration or its kind is gone. */
export async function loadOffers(c: Context<Web>, integration: string, target: string): Promise<Offer[] | null> {
  const found = await findIntegration(c.env.DB, c.var.member.marketplace.id, integration)
  return found && readOffers(c.env, found, target)
}

/** The same of an integration at hand. */
export async function readOffers(env: Env, integration: Integration, target: string): Promise<Offer[] | null> {
  const kind = KINDS.find(integration.kind)
  return kind?.offers(env, toConnection(integration), target) ?? null
}
