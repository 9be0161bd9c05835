/** Secrets are stored sealed and never opened here. */
import { and, eq, gt, inArray, isNull, ne, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { endpointSecrets, endpoints } from '../db/schema'

type Endpoint = typeof endpoints.$inferSelect
export type EndpointSecret = typeof endpointSecrets.$inferSelect
export type SecretKind = EndpointSecret['kind']

/** The oldest if there are several. */
export async function findMarketplaceEndpoint(d1: D1Database, marketplace: string): Promise<Endpoint | null> {
  const [found] = await drizzle(d1)
    .select()
    .from(endpoints)
    .where(eq(endpoints.marketplace, marketplace))
    .orderBy(endpoints.createdAt)
    .limit(1)
  return found ?? null
}

/**
 * With its first secrets. False, with nothing written, when the marketplace has an endpoint or the id is taken: a form
 * sent twice adds one, and a foreign id gets no secret of ours.
 */
export async function addEndpoint(d1: D1Database, endpoint: Endpoint, secrets: EndpointSecret[]): Promise<boolean> {
  const { id, marketplace, createdAt } = endpoint
  const [made] = await d1.batch([
    d1
      .prepare(
        `INSERT OR IGNORE INTO endpoints (id, marketplace, created_at)
         SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM endpoints WHERE marketplace = ?2)`,
      )
      .bind(id, marketplace, createdAt),
    ...secrets.map((secret) =>
      d1
        .prepare(
          `INSERT OR IGNORE INTO endpoint_secrets (id, endpoint, kind, sealed, created_at, valid_until)
           SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM endpoints WHERE id = ?2 AND marketplace = ?7)
             AND NOT EXISTS (SELECT 1 FROM endpoint_secrets WHERE endpoint = ?2 AND kind = ?3)`,
        )
        .bind(secret.id, id, secret.kind, secret.sealed, secret.createdAt, secret.validUntil, marketplace),
    ),
  ])
  return made !== undefined && made.meta.changes > 0
}

/** Valid at `now`, newest first. */
export function listSecrets(
  d1: D1Database,
  marketplace: string,
  endpoint: string,
  now: number,
): Promise<EndpointSecret[]> {
  const { validUntil, createdAt } = endpointSecrets
  return drizzle(d1)
    .select()
    .from(endpointSecrets)
    .where(and(isOfEndpoint(d1, marketplace, endpoint), or(isNull(validUntil), gt(validUntil, now))))
    .orderBy(createdAt)
    .then((found) => found.reverse())
}

/** Older secrets of its kind expire at `until` (epoch ms). Idempotent by id. False for a foreign endpoint. */
export async function rotateSecret(
  d1: D1Database,
  marketplace: string,
  secret: EndpointSecret,
  until: number,
): Promise<boolean> {
  const db = drizzle(d1)
  const { id, kind, validUntil } = endpointSecrets
  const own = and(eq(endpoints.id, secret.endpoint), eq(endpoints.marketplace, marketplace))
  if ((await db.select({ id: endpoints.id }).from(endpoints).where(own)).length === 0) {
    return false
  }
  const before = and(eq(kind, secret.kind), isNull(validUntil), ne(id, secret.id))
  await db.batch([
    db
      .update(endpointSecrets)
      .set({ validUntil: until })
      .where(and(eq(endpointSecrets.endpoint, secret.endpoint), before)),
    db.insert(endpointSecrets).values(secret).onConflictDoNothing(),
  ])
  return true
}

/** False when it is already gone. */
export async function revokeSecret(
  d1: D1Database,
  marketplace: string,
  endpoint: string,
  id: string,
): Promise<boolean> {
  const deleted = await drizzle(d1)
    .delete(endpointSecrets)
    .where(and(isOfEndpoint(d1, marketplace, endpoint), eq(endpointSecrets.id, id)))
    .returning({ id: endpointSecrets.id })
  return deleted.length > 0
}

/** None if the endpoint is another marketplace's. */
function isOfEndpoint(d1: D1Database, marketplace: string, endpoint: string) {
  const own = drizzle(d1)
    .select({ id: endpoints.id })
    .from(endpoints)
    .where(and(eq(endpoints.id, endpoint), eq(endpoints.marketplace, marketplace)))
  return inArray(endpointSecrets.endpoint, own)
}
