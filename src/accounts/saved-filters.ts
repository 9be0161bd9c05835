import { and, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { savedFilters } from '../db/schema'

/** A search of the log under the name its person gave it. */
export interface SavedFilter {
  id: string
  name: string
  /** What the log's address has behind its question mark. */
  query: string
}

/** By name. @param of the person whose they are, in one marketplace */
export async function listSavedFilters(
  d1: D1Database,
  { marketplace, person }: { marketplace: string; person: string },
): Promise<SavedFilter[]> {
  const { id, name, query } = savedFilters
  const found = await drizzle(d1)
    .select({ id, name, query })
    .from(savedFilters)
    .where(and(eq(savedFilters.marketplace, marketplace), eq(savedFilters.person, person)))
  return found.sort((a, b) => a.name.localeCompare(b.name))
}

/** Deletes every person's that name a customer by email; for their erasure. */
export async function deleteFiltersNaming(d1: D1Database, marketplace: string, email: string): Promise<void> {
  const db = drizzle(d1)
  const { id, name, query } = savedFilters
  const all = await db.select({ id, name, query }).from(savedFilters).where(eq(savedFilters.marketplace, marketplace))
  const naming = all.filter((one) => {
    const words = [one.name, new URLSearchParams(one.query).get('search') ?? '']
    return words.some((text) => text.toLowerCase().includes(email))
  })
  const ids = naming.map((one) => one.id)
  for (let at = 0; at < ids.length; at += MOST_BOUND) {
    await db.delete(savedFilters).where(inArray(id, ids.slice(at, at + MOST_BOUND)))
  }
}

/** D1 binds 100 values to a statement. */
const MOST_BOUND = 100
