import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { mappings } from '../db/schema'

export type Mapping = typeof mappings.$inferSelect

/** Sorted by the label on the other side. */
export function listMappings(d1: D1Database, marketplace: string, integration: string): Promise<Mapping[]> {
  return drizzle(d1)
    .select()
    .from(mappings)
    .where(and(eq(mappings.marketplace, marketplace), eq(mappings.integration, integration)))
    .orderBy(mappings.definitionLabel)
}
