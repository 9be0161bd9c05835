/** Changes that only an admin may make. One may be removed after a page checked, so the batch of the change checks again. */
import { and, eq, exists, isNotNull, ne, notExists, or } from 'drizzle-orm'
import type { BatchItem, BatchResponse } from 'drizzle-orm/batch'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { apiTokens, marketplaces, members, twoSteps } from '../db/accounts-schema'
import type { Refusal } from '../model/command-result'
import type { Author } from './audit-line'
import { batchWhere } from './batch-where'

/** Runs the statements; null, and nothing changed, if the author is no longer an admin. */
export function batchAsAdmin<T extends readonly [BatchItem<'sqlite'>, ...BatchItem<'sqlite'>[]]>(
  db: DrizzleD1Database,
  author: Author,
  statements: T,
): Promise<BatchResponse<T> | null> {
  return batchWhere(db, exists(selectAdmin(db, author)), statements)
}

/** For changes outside of D1: null while the author is an admin. */
export async function refuseFormerAdmin(db: DrizzleD1Database, author: Author): Promise<Refusal<'no admin'> | null> {
  return (await selectAdmin(db, author)).length > 0 ? null : FORMER_ADMIN
}

export const FORMER_ADMIN: Refusal<'no admin'> = {
  ok: false,
  reason: 'no admin',
  sentence: 'You are no longer an admin of this marketplace, so nothing was changed.',
}

function selectAdmin(db: DrizzleD1Database, { marketplace, person, token }: Author) {
  const own = and(eq(members.marketplace, marketplace), eq(members.person, person.id), eq(members.role, 'admin'))
  const isLive =
    token === undefined
      ? undefined
      : exists(db.select({ id: apiTokens.id }).from(apiTokens).where(eq(apiTokens.id, token)))
  return db
    .select({ id: members.id })
    .from(members)
    .where(and(own, mayAct(db, members), isLive))
}

/** Holds for every membership except that of an admin without the two-step sign-in that the marketplace asks for. */
export function mayAct(db: DrizzleD1Database, row: Record<'role' | 'marketplace' | 'person', AnySQLiteColumn>) {
  const asking = db
    .select({ id: marketplaces.id })
    .from(marketplaces)
    .where(and(eq(marketplaces.id, row.marketplace), eq(marketplaces.twoStep, true)))
  const confirmed = db
    .select({ id: twoSteps.id })
    .from(twoSteps)
    .where(and(eq(twoSteps.id, row.person), isNotNull(twoSteps.confirmedAt)))
  return or(ne(row.role, 'admin'), notExists(asking), exists(confirmed))
}
