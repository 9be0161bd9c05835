import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { AccessLedger } from '../../integrations/access-ledger'
import { listIntegrations } from '../../integrations/store'

/** Every ledger that may know the marketplace's customers: also of sites no integration reaches any more. */
export async function listKnownSites(
  env: Env,
  marketplace: string,
): Promise<{ kind: string; site: string; ledger: AccessLedger }[]> {
  const [integrations, left] = await Promise.all([
    listIntegrations(env.DB, marketplace),
    env.JOURNAL.getByName(marketplace).sitesLeft(),
  ])
  return KINDS.all.flatMap((kind) => {
    const own = integrations.filter((one) => one.kind === kind.id).map(({ site }) => site)
    return [...new Set([...own, ...left])].flatMap((site) => {
      const ledger = kind.ledger?.(env, site)
      return ledger === undefined ? [] : [{ kind: kind.id, site, ledger }]
    })
  })
}
