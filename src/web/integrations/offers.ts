import type { Context } from 'hono'
import type { Offer } from '../../integrations/catalog'
import { readOffers } from '../../integrations/offers'
import { findIntegration } from '../../integrations/store'
import type { Web } from '../http/context'

/** Null before they were read, and where the integration or its kind is gone. */
export async function loadOffers(c: Context<Web>, integration: string, target: string): Promise<Offer[] | null> {
  const found = await findIntegration(c.env.DB, c.var.member.marketplace.id, integration)
  return found && readOffers(c.env, found, target)
}
