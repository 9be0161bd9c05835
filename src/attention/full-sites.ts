/** Reads which sites' records are near their size limit. */
import type { Env } from '../env'
import { KINDS } from '../integrations'
import { findLedger, pickReachable } from '../integrations/ledgers'
import type { Integration } from '../integrations/store'

/** `kind`: the title of the integration's. */
export interface FullSite {
  id: string
  name: string
  site: string
  kind: string
}

/** A site that does not answer, or not this marketplace, is left out, and `complete` is false. */
export async function loadFullSites(
  env: Env,
  marketplace: string,
  integrations: Integration[],
): Promise<{ sites: FullSite[]; complete: boolean }> {
  const answers = await Promise.all(
    pickReachable(integrations).map(async ({ integration, ...reachable }) => {
      const isFull = await findLedger(env, reachable)
        ?.isNearlyFull(marketplace)
        .catch(() => null)
      const { id, name, kind } = integration
      return { id, name, site: reachable.site, kind: KINDS.get(kind).title, isFull }
    }),
  )
  const sites = answers.flatMap(({ isFull, ...site }) => (isFull === true ? [site] : []))
  return { sites, complete: !answers.some(({ isFull }) => isFull === null) }
}
