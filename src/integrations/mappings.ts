import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { mappings } from '../db/schema'

export type Mapping = typeof mappings.$inferSelect
/** `taken`: the Thinkific field is already mapped. */
type AddMappingResult = 'added' | 'taken'

/** Sorted by Thinkific label. */
export function listMappings(d1: D1Database, marketplace: string, integration: string): Promise<Mapping[]> {
  return drizzle(d1)
    .select()
    .from(mappings)
    .where(and(eq(mappings.marketplace, marketplace), eq(mappings.integration, integration)))
    .orderBy(mappings.definitionLabel)
}

/** Idempotent by id. */
export async function addMapping(d1: D1Database, row: Mapping): Promise<AddMappingResult> {
  await drizzle(d1).insert(mappings).values(row).onConflictDoNothing()
  const stored = await listMappings(d1, row.marketplace, row.integration)
  return stored.some((one) => one.id === row.id) ? 'added' : 'taken'
}

/** False when it is already gone. */
export async function deleteMapping(
  d1: D1Database,
  marketplace: string,
  integration: string,
  id: string,
): Promise<boolean> {
  const deleted = await drizzle(d1)
    .delete(mappings)
    .where(and(eq(mappings.marketplace, marketplace), eq(mappings.integration, integration), eq(mappings.id, id)))
    .returning({ id: mappings.id })
  return deleted.length > 0
}
