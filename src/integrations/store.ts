/** Queries over a marketplace's integrations. One that is being deleted is gone for all but the last of them. */
import { and, eq, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { integrations } from '../db/schema'
import { compareLabels } from '../model/label'

export type Integration = typeof integrations.$inferSelect

/** Sorted by name. */
export async function listIntegrations(d1: D1Database, marketplace: string): Promise<Integration[]> {
  const own = and(eq(integrations.marketplace, marketplace), isNull(integrations.deletingAt))
  const found = await drizzle(d1).select().from(integrations).where(own)
  return found.sort((a, b) => compareLabels(a.name, b.name))
}

export async function findIntegration(d1: D1Database, marketplace: string, id: string): Promise<Integration | null> {
  const [found] = await drizzle(d1).select().from(integrations).where(isIntegration(marketplace, id))
  return found ?? null
}

export function isIntegration(marketplace: string, id: string) {
  return and(eq(integrations.marketplace, marketplace), eq(integrations.id, id), isNull(integrations.deletingAt))
}

export function findRows(db: DrizzleD1Database, where: SQL | undefined) {
  return db.select({ id: integrations.id }).from(integrations).where(where)
}

/** Names that differ only in case cannot be distinguished by people. */
export function isNamesake(marketplace: string, name: string, self: string): SQL | undefined {
  return and(
    eq(integrations.marketplace, marketplace),
    sql`lower(${integrations.name}) = lower(${name})`,
    ne(integrations.id, self),
    isNull(integrations.deletingAt),
  )
}

export const INTEGRATION_GONE = 'This integration has since been deleted.'

/** Shown where `isNamesake` finds one. */
export const NAME_TAKEN = 'Another integration has this name. Give this one its own, so that rules can tell them apart.'

/** The id of the job that deletes it. */
export function deletionId({ id }: Pick<Integration, 'id'>): string {
  return `delete-integration ${id}`
}

/** @param marketplace all of them unless one is named */
export async function listDeleting(d1: D1Database, marketplace?: string): Promise<Integration[]> {
  const own = marketplace === undefined ? undefined : eq(integrations.marketplace, marketplace)
  const found = await drizzle(d1)
    .select()
    .from(integrations)
    .where(and(isNotNull(integrations.deletingAt), own))
  return found.map((row) => ({ ...row, name: row.name.split('\n')[0] ?? '' }))
}

/** The name of one that is being deleted, so that another may have its own: no name has a second line. */
export function nameDeleting({ id, name }: Pick<Integration, 'id' | 'name'>): string {
  return `${name}\n${id}`
}
