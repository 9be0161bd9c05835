import { and, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { savedFilters } from '../db/schema'

/** A search of the log under the name its person gave it. */
export interface SavedFilter {
  id: string
  name: string
  /** The query string of the log's address, without its question mark. */
  query: string
}

/** Filters belong to a person, in one marketplace. */
interface FilterOwner {
  marketplace: string
  /** The person's id. */
  person: string
}

/** Sorted by name. */
export async function listSavedFilters(d1: D1Database, owner: FilterOwner): Promise<SavedFilter[]> {
  const { id, name, query } = savedFilters
  const found = await drizzle(d1).select({ id, name, query }).from(savedFilters).where(isOwnedBy(owner))
  return found.sort((a, b) => a.name.localeCompare(b.name))
}

export function isOwnedBy({ marketplace, person }: FilterOwner) {
  return and(eq(savedFilters.marketplace, marketplace), eq(savedFilters.person, person))
}

/** Deletes everyone's filters that name a customer by email, as part of erasing that customer. */
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
