/**
 * The copy of a catalog in KV, under `catalog:<integration>`, without an end: it stays until refreshed or the integration
 * is deleted. KV may give the previous one for up to a minute after a write.
 */
import { CATALOG_VERSION, type Catalog } from './catalog'

export function catalogKey(integration: string): string {
  return `catalog:${integration}`
}

/** Null when there is none yet, or only one of another version's shape; a refresh mends both. */
export async function readCatalog(copies: KVNamespace, integration: string): Promise<Catalog | null> {
  const copy = await copies.get<Catalog>(catalogKey(integration), 'json')
  return copy?.v === CATALOG_VERSION ? copy : null
}

/** KV takes one write a second for a key; a refresh writes once. Throws when KV does. */
export async function writeCatalog(copies: KVNamespace, integration: string, catalog: Catalog): Promise<void> {
  await copies.put(catalogKey(integration), JSON.stringify(catalog))
}

export async function deleteCatalog(copies: KVNamespace, integration: string): Promise<void> {
  await copies.delete(catalogKey(integration))
}
