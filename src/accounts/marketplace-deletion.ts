/** The steps that delete a marketplace from D1; the journal's job runs them in order. */
import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { apiTokens, invitations, marketplaces, members } from '../db/accounts-schema'
import {
  alertChannels,
  audit,
  endpointSecrets,
  endpoints,
  integrations,
  mappings,
  products,
  rules,
  samcartApiKeys,
  savedFilters,
  words,
} from '../db/schema'
import type { Env } from '../env'

/** The verb of the one audit line that outlives the marketplace. */
export const DELETED_MARKETPLACE = 'deleted the marketplace'

export async function deleteWebhook(d1: D1Database, marketplace: string): Promise<void> {
  const db = drizzle(d1)
  const own = db.select({ id: endpoints.id }).from(endpoints).where(eq(endpoints.marketplace, marketplace))
  await db.batch([
    db.delete(endpointSecrets).where(inArray(endpointSecrets.endpoint, own)),
    db.delete(endpoints).where(eq(endpoints.marketplace, marketplace)),
    db.delete(words).where(eq(words.marketplace, marketplace)),
    db.delete(alertChannels).where(eq(alertChannels.marketplace, marketplace)),
    db.delete(samcartApiKeys).where(eq(samcartApiKeys.marketplace, marketplace)),
  ])
}

export async function deleteMarketplaceRows(d1: D1Database, marketplace: string): Promise<void> {
  const db = drizzle(d1)
  await db.batch([
    db.delete(rules).where(eq(rules.marketplace, marketplace)),
    db.delete(mappings).where(eq(mappings.marketplace, marketplace)),
    db.delete(integrations).where(eq(integrations.marketplace, marketplace)),
    db.delete(products).where(eq(products.marketplace, marketplace)),
    db.delete(savedFilters).where(eq(savedFilters.marketplace, marketplace)),
    db.delete(invitations).where(eq(invitations.marketplace, marketplace)),
    db.delete(apiTokens).where(eq(apiTokens.marketplace, marketplace)),
    db.delete(members).where(eq(members.marketplace, marketplace)),
    db.delete(audit).where(and(eq(audit.marketplace, marketplace), ne(audit.did, DELETED_MARKETPLACE))),
  ])
}

export async function deleteMarketplaceRow(d1: D1Database, marketplace: string): Promise<void> {
  await drizzle(d1).delete(marketplaces).where(eq(marketplaces.id, marketplace))
}

/** Has what was marked finished by the marketplace's journal. */
export async function startMarketplaceDeletion(
  env: Pick<Env, 'JOURNAL'>,
  { id, name }: { id: string; name: string },
  person: string,
): Promise<void> {
  await env.JOURNAL.getByName(id).startJob({
    id: 'delete-marketplace',
    kind: 'delete-marketplace',
    marketplace: id,
    input: { name },
    person,
  })
}

/** For deletions that stopped before the journal recorded them. */
export async function resumeMarketplaceDeletions(env: Pick<Env, 'DB' | 'JOURNAL'>): Promise<void> {
  const { id, name, deletingAt } = marketplaces
  const marked = await drizzle(env.DB).select({ id, name }).from(marketplaces).where(isNotNull(deletingAt))
  for (const marketplace of marked) {
    await startMarketplaceDeletion(env, marketplace, 'Enrollwire')
  }
}
