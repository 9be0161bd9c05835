/** Concerns as pages show them: a sentence, the click that fixes it, and Leave as it is. */
import type { Context } from 'hono'
import type { ConcernView } from '../../../views/concerns/concern-list'
import { customerAddress } from '../../../views/parts/phrases'
import { plainDate } from '../../../views/parts/when'
import { CONCERN_FIXES, describeConcern } from '../../attention/concern-words'
import { CONCERN_CAUSES, type Concern, type ConcernCause } from '../../model/concern'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { readViewer } from '../http/respond'
import type { SiteView } from './access'
import type { LedgerSite } from './sites'

interface SiteConcern {
  site: string
  concern: Concern
}

interface MarketplaceConcerns {
  cause: ConcernCause
  count: number
  /** Newest first. */
  newest: SiteConcern[]
}

/** A site that does not answer is left out. */
export async function loadConcerns(c: Context<Web>, sites: LedgerSite[]): Promise<MarketplaceConcerns[]> {
  const groups = await Promise.all(
    sites.map(async ({ integration: { site }, ledger }) => {
      const found = await ledger.concerns(c.var.member.marketplace.id).catch(() => [])
      return found.map((group) => ({ ...group, site }))
    }),
  )
  return CONCERN_CAUSES.flatMap((cause) => {
    const own = groups.flat().filter((group) => group.cause === cause)
    const newest = own.flatMap(({ site, newest }) => newest.map((concern) => ({ site, concern })))
    const count = own.reduce((sum, group) => sum + group.count, 0)
    return count === 0 ? [] : [{ cause, count, newest: newest.sort((a, b) => b.concern.since - a.concern.since) }]
  })
}

export function toConcernView(c: Context<Web>, { site, concern }: SiteConcern): ConcernView {
  const viewer = readViewer(c)
  return {
    id: concern.id,
    formId: crypto.randomUUID(),
    site,
    email: concern.email,
    address: customerAddress(marketplaceAddress(c), concern.email),
    sentence: describeConcern(concern, (at) => plainDate(viewer, at)),
    fix: CONCERN_FIXES[concern.cause],
  }
}

export function showConcerns(c: Context<Web>, views: SiteView[]): ConcernView[] {
  return views.flatMap(({ site: { integration }, view }) =>
    (view?.concerns ?? []).map((concern) => toConcernView(c, { site: integration.site, concern })),
  )
}
