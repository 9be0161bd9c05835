import { listReachableLedgers } from '../../integrations/ledgers'
import type { ReachableSite } from '../queries'

export async function listReachableSites(d1: D1Database, marketplace: string): Promise<ReachableSite[]> {
  const ledgers = await listReachableLedgers(d1, marketplace)
  return ledgers.map(({ kind, site, integration: { id, name } }) => ({ kind, integration: { id, name, site } }))
}
