/** The copy of a site's courses and bundles that pages read. */

import type { Env } from '../../env'
import type { Catalog, Offer } from '../../integrations/thinkific/catalog/catalog'
import { readCatalog } from '../../integrations/thinkific/catalog/store'
import type { TargetKind } from '../../model/rule'

/** Null before the first refresh came through. */
export function loadCatalog(env: Env, integration: string): Promise<Catalog | null> {
  return readCatalog(env.COPIES, integration)
}

/** The courses or the bundles; null where there is no catalog to tell. */
export function listOffers(catalog: Catalog | null, kind: TargetKind): Offer[] | null {
  if (catalog === null) {
    return null
  }
  return kind === 'course' ? catalog.courses : catalog.bundles
}
