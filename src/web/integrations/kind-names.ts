import type { Context } from 'hono'
import { KINDS } from '../../integrations'
import { listIntegrations } from '../../integrations/store'
import type { Web } from '../http/context'

/** Titles of the kinds a marketplace has connected, for sentences about all its sites: "Thinkific". */
export async function nameOwnKinds(c: Context<Web>): Promise<string> {
  return KINDS.nameKinds(await listIntegrations(c.env.DB, c.var.member.marketplace.id))
}
