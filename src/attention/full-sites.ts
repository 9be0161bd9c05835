/** Reads which sites' records are near their size limit. */
import type { Env } from '../env'
import { findLedger, pickReachable } from '../integrations/ledgers'
import type { Integration } from '../integrations/store'

/** A site that does not answer, or not this marketplace, is left out, and `complete` is false. */
export async function loadFullSites(
  env: Env,
  marketplace: string,
  integrations: Integration[],
): Promise<{ sites: { id: string; name: string; site: string }[]; complete: boolean }> {
  const answers = await Promise.all(
    pickReachable(integrations).map(async ({ integration, ...reachable }) => {
      const isFull = await findLedger(env, reachable)
        ?.isNearlyFull(marketplace)
        .catch(() => null)
      return { id: integration.id, name: integration.name, site: reachable.site, isFull }
    }),
  )
  const sites = answers.filter(({ isFull }) => isFull === true).map(({ id, name, site }) => ({ id, name, site }))
  return { sites, complete: !answers.some(({ isFull }) => isFull === null) }
}
