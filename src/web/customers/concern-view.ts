/** Concerns as pages show them: a sentence, the click that fixes it, and Leave as it is. */
import type { Context } from 'hono'
import type { ConcernView } from '../../../views/concerns/concern-list'
import { customerAddress } from '../../../views/parts/phrases'
import { plainDate } from '../../../views/parts/when'
import { CONCERN_FIXES, describeConcern } from '../../attention/concern-words'
import type { SiteConcern } from '../../attention/concerns'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { readViewer } from '../http/respond'
import type { SiteView } from './access'

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
