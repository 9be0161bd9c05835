import type { Env } from '../../env'
import type { Catalog, Offer } from '../../integrations/thinkific/catalog/catalog'
import { readCatalog } from '../../integrations/thinkific/catalog/store'
import type { TargetKind } from '../../model/rule'

/** Null before the first successful refresh. */
export function loadCatalog(env: Env, integration: string): Promise<Catalog | null> {
  return readCatalog(env.COPIES, integration)
}

/** Null without a catalog. */
export function listOffers(catalog: Catalog | null, kind: TargetKind): Offer[] | null {
  if (catalog === null) {
    return null
  }
  return kind === 'course' ? catalog.courses : catalog.bundles
}
