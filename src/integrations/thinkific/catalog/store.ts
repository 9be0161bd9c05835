/** In KV under `catalog:<integration>`, without expiry. Reads may lag a write by up to a minute. */
import { shorten } from '../../../model/shorten'
import { CATALOG_VERSION, type Catalog } from './catalog'

export function catalogKey(integration: string): string {
  return `catalog:${integration}`
}

/** Null when missing or of another version; a refresh fixes both. */
export async function readCatalog(copies: KVNamespace, integration: string): Promise<Catalog | null> {
  const copy = await copies.get<Catalog>(catalogKey(integration), 'json')
  return copy?.v === CATALOG_VERSION ? copy : null
}

/** KV takes 25 MB; a character has up to three bytes. */
const COPY_CHARS = 8_000_000
/** What is left of a name where the whole would be larger. */
const SHORT_NAME_CHARS = 60

/** KV allows one write per second and key; a refresh writes once. Throws when KV does. */
export async function writeCatalog(copies: KVNamespace, integration: string, catalog: Catalog): Promise<void> {
  const whole = JSON.stringify(catalog)
  await copies.put(
    catalogKey(integration),
    whole.length <= COPY_CHARS ? whole : JSON.stringify(withShortNames(catalog)),
  )
}

function withShortNames(catalog: Catalog): Catalog {
  const short = <Named extends { name: string }>(one: Named) => ({ ...one, name: shorten(one.name, SHORT_NAME_CHARS) })
  return { ...catalog, courses: catalog.courses.map(short), bundles: catalog.bundles.map(short) }
}

export async function deleteCatalog(copies: KVNamespace, integration: string): Promise<void> {
  await copies.delete(catalogKey(integration))
}
