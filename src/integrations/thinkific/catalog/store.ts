/** In KV under `catalog:<integration>`, without expiry. Reads may lag a write by up to a minute. */
import { CATALOG_VERSION, type Catalog } from './catalog'

export function catalogKey(integration: string): string {
  return `catalog:${integration}`
}

/** Null when missing or of another version; a refresh fixes both. */
export async function readCatalog(copies: KVNamespace, integration: string): Promise<Catalog | null> {
  const copy = await copies.get<Catalog>(catalogKey(integration), 'json')
  return copy?.v === CATALOG_VERSION ? copy : null
}

/** KV allows one write per second and key; a refresh writes once. Throws when KV does. */
export async function writeCatalog(copies: KVNamespace, integration: string, catalog: Catalog): Promise<void> {
  await copies.put(catalogKey(integration), JSON.stringify(catalog))
}

export async function deleteCatalog(copies: KVNamespace, integration: string): Promise<void> {
  await copies.delete(catalogKey(integration))
}
