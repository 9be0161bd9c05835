/** Queries over webhook endpoints, their secrets and chosen words. Secrets are stored sealed and never come out open. */
import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { endpointSecrets, endpoints, words } from '../db/schema'

export type Endpoint = typeof endpoints.$inferSelect
export type EndpointSecret = typeof endpointSecrets.$inferSelect
export type SecretKind = EndpointSecret['kind']

export const SECRET_WORDS: Record<SecretKind, string> = { signing: 'signing secret', key: 'key' }

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

/** Secrets still valid at `now`, newest first. */
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

/** Of all endpoints: those that are current, and those that a rotation left valid for a while. */
export function listUsableSecrets(d1: D1Database, marketplace: string, now: number) {
  const { id, kind, validUntil } = endpointSecrets
  return drizzle(d1)
    .select({ id, kind, validUntil })
    .from(endpointSecrets)
    .innerJoin(endpoints, eq(endpoints.id, endpointSecrets.endpoint))
    .where(and(eq(endpoints.marketplace, marketplace), or(isNull(validUntil), gt(validUntil, now))))
}

export function listChosenWords(d1: D1Database, marketplace: string) {
  return drizzle(d1).select().from(words).where(eq(words.marketplace, marketplace)).orderBy(words.spelling)
}

/** Secrets of that endpoint, and of none if the endpoint is another marketplace's. */
function isOfEndpoint(d1: D1Database, marketplace: string, endpoint: string) {
  const own = drizzle(d1)
    .select({ id: endpoints.id })
    .from(endpoints)
    .where(and(eq(endpoints.id, endpoint), eq(endpoints.marketplace, marketplace)))
  return inArray(endpointSecrets.endpoint, own)
}
