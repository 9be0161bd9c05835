import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { integrations, mappings, rules } from '../db/schema'
import { compareLabels } from '../model/label'

export type Integration = typeof integrations.$inferSelect
/** What Edit may change. */
type IntegrationChanges = Partial<Omit<Integration, 'id' | 'marketplace' | 'kind' | 'createdAt' | 'updatedAt'>>
/** `taken`: another integration of the marketplace bears the name. */
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

/** Notes why an integration needs attention (null: it does not). Only for the credential that was tried: a newer one may have been saved. */
export async function saveProblem(
  d1: D1Database,
  { id, marketplace, sealedCredential }: Pick<Integration, 'id' | 'marketplace' | 'sealedCredential'>,
  problem: string | null,
): Promise<void> {
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

/** Names that differ only in their case would be told apart by nobody. */
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
