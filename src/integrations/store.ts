import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { integrations, mappings, rules } from '../db/schema'
import type { IntegrationAccess } from '../model/job'
import { compareLabels } from '../model/label'

export type Integration = typeof integrations.$inferSelect
type IntegrationChanges = Partial<
  Pick<Integration, 'name' | 'site' | 'scheme' | 'sealedCredential' | 'requestsPerMinute' | 'siteWelcome' | 'problem'>
>
/** `taken`: another integration of the marketplace has the name. */
type SaveResult = 'saved' | 'taken' | 'gone'

/** Sorted by name. */
export async function listIntegrations(d1: D1Database, marketplace: string): Promise<Integration[]> {
  const found = await drizzle(d1).select().from(integrations).where(eq(integrations.marketplace, marketplace))
  return found.sort((a, b) => compareLabels(a.name, b.name))
}

export async function findIntegration(d1: D1Database, marketplace: string, id: string): Promise<Integration | null> {
  const [found] = await drizzle(d1).select().from(integrations).where(isIntegration(marketplace, id))
  return found ?? null
}

/** Idempotent by id, so that a form sent twice adds one integration. */
export async function addIntegration(d1: D1Database, row: Integration): Promise<SaveResult> {
  if (await isNameTaken(d1, row.marketplace, row.name, row.id)) {
    return 'taken'
  }
  await drizzle(d1).insert(integrations).values(row).onConflictDoNothing()
  const stored = await findIntegration(d1, row.marketplace, row.id)
  return stored === null ? 'taken' : 'saved'
}

export async function changeIntegration(
  d1: D1Database,
  marketplace: string,
  id: string,
  changes: IntegrationChanges,
): Promise<SaveResult> {
  if (changes.name !== undefined && (await isNameTaken(d1, marketplace, changes.name, id))) {
    return 'taken'
  }
  const changed = await drizzle(d1)
    .update(integrations)
    .set({ ...changes, updatedAt: Date.now() })
    .where(isIntegration(marketplace, id))
    .returning({ id: integrations.id })
  return changed.length > 0 ? 'saved' : 'gone'
}

/** Only if the credential is still the one that was tried. @param problem null when it works */
export async function saveProblem(d1: D1Database, access: IntegrationAccess, problem: string | null): Promise<void> {
  const { id, marketplace, sealedCredential } = access
  await drizzle(d1)
    .update(integrations)
    .set({ problem })
    .where(and(isIntegration(marketplace, id), eq(integrations.sealedCredential, sealedCredential)))
}

/** With its rules and mappings, all or nothing. False when it is already gone. */
export async function deleteIntegration(d1: D1Database, marketplace: string, id: string): Promise<boolean> {
  const db = drizzle(d1)
  const [, , deleted] = await db.batch([
    db.delete(rules).where(and(eq(rules.marketplace, marketplace), eq(rules.integration, id))),
    db.delete(mappings).where(and(eq(mappings.marketplace, marketplace), eq(mappings.integration, id))),
    db.delete(integrations).where(isIntegration(marketplace, id)).returning({ id: integrations.id }),
  ])
  return deleted.length > 0
}

/** The credential stays sealed. */
export function toAccess(integration: Integration): IntegrationAccess {
  const { id, name, marketplace, site, scheme, sealedCredential, requestsPerMinute, siteWelcome } = integration
  return { id, name, marketplace, site, scheme, sealedCredential, requestsPerMinute, siteWelcome }
}

/** Names that differ only in case are too easily confused. */
async function isNameTaken(d1: D1Database, marketplace: string, name: string, self: string): Promise<boolean> {
  const namesakes = await drizzle(d1)
    .select({ id: integrations.id })
    .from(integrations)
    .where(and(eq(integrations.marketplace, marketplace), sql`lower(${integrations.name}) = lower(${name})`))
  return namesakes.some((one) => one.id !== self)
}

function isIntegration(marketplace: string, id: string) {
  return and(eq(integrations.marketplace, marketplace), eq(integrations.id, id))
}
