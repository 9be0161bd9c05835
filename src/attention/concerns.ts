/** Reads what the sites found about a marketplace's customers. */
import type { Env } from '../env'
import { findLedger, pickReachable } from '../integrations/ledgers'
import type { Integration } from '../integrations/store'
import { CONCERN_CAUSES, type Concern, type ConcernCause } from '../model/concern'

export interface SiteConcern {
  site: string
  concern: Concern
}

export interface MarketplaceConcerns {
  cause: ConcernCause
  count: number
  customers: number
  /** Newest first. */
  newest: SiteConcern[]
}

/** A site that does not answer is left out, and `complete` is false. */
export async function loadConcerns(
  env: Env,
  marketplace: string,
  integrations: Integration[],
): Promise<{ groups: MarketplaceConcerns[]; complete: boolean }> {
  const answers = await Promise.all(
    pickReachable(integrations).map(async (reachable) => {
      const found = await findLedger(env, reachable)
        ?.concerns(marketplace)
        .catch(() => null)
      return found === null ? null : (found ?? []).map((group) => ({ ...group, site: reachable.site }))
    }),
  )
  const known = answers.flatMap((answer) => answer ?? [])
  const groups = CONCERN_CAUSES.flatMap((cause) => {
    const own = known.filter((group) => group.cause === cause)
    const newest = own.flatMap(({ site, newest }) => newest.map((concern) => ({ site, concern })))
    const count = own.reduce((sum, group) => sum + group.count, 0)
    const customers = own.reduce((sum, group) => sum + group.customers, 0)
    const sorted = newest.sort((a, b) => b.concern.since - a.concern.since)
    return count === 0 ? [] : [{ cause, count, customers, newest: sorted }]
  })
  return { groups, complete: !answers.includes(null) }
}
