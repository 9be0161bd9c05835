/** The copy of a site's courses, bundles and fields that pages read. */
import type { Catalog } from '../../catalog/catalog'
import type { Env } from '../../env'
import type { TargetKind } from '../../rules/rule'
import type { Listed } from '../rules/targets'

/** KV's name for an integration's catalog. */
export function catalogName(integration: string): string {
  return `catalog:${integration}`
}

/** Null before the first refresh came through. */
export function catalogOf(env: Env, integration: string): Promise<Catalog | null> {
  return env.COPIES.get<Catalog>(catalogName(integration), 'json')
}

/** The courses or the bundles; null where there is no catalog to tell. */
export function listedOf(catalog: Catalog | null, kind: TargetKind): Listed[] | null {
  if (catalog === null) return null
  return kind === 'course' ? catalog.courses : catalog.bundles
}
