/** Statements that add rules, for the batch of a command. */
import { inArray, notExists, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { products, rules } from '../db/schema'
import { EVERY_PRODUCT } from '../model/rule'
import { type RuleDraft, toRow } from './store'

/** A rule has 23 columns; a D1 statement takes 100 parameters. */
const ROWS_PER_STATEMENT = 4
const IDS_PER_STATEMENT = 90

/** Those that are not there yet: a form sent twice adds once. */
export async function listNewRules<Draft extends RuleDraft>(db: DrizzleD1Database, drafts: Draft[]): Promise<Draft[]> {
  const { id } = rules
  const found = await Promise.all(
    chunksOf(drafts, IDS_PER_STATEMENT).map((chunk) =>
      db
        .select({ id })
        .from(rules)
        .where(
          inArray(
            id,
            chunk.map((draft) => draft.id),
          ),
        ),
    ),
  )
  const known = new Set(found.flat().map((row) => row.id))
  return drafts.filter((draft) => !known.has(draft.id))
}

/** One batch adds all of them or none; an id already there is left as it is. */
export function insertRules(db: DrizzleD1Database, drafts: RuleDraft[]) {
  const now = Date.now()
  const rows = drafts.map((draft, order) => ({ ...toRow(draft), createdAt: now + order, updatedAt: now }))
  return chunksOf(rows, ROWS_PER_STATEMENT).map((chunk) => db.insert(rules).values(chunk).onConflictDoNothing())
}

/** Holds while each of these products is there. */
export function areKnown(marketplace: string, ids: string[]): SQL {
  const wanted = JSON.stringify([...new Set(ids)].filter((id) => id !== EVERY_PRODUCT))
  const known = sql`SELECT 1 FROM ${products} WHERE ${products.marketplace} = ${marketplace} AND ${products.id} = wanted.value`
  return sql`NOT EXISTS (SELECT 1 FROM json_each(${wanted}) AS wanted WHERE NOT EXISTS (${known}))`
}

/** Holds as long as none of these rules is there. */
export function areMissing(db: DrizzleD1Database, drafts: RuleDraft[]) {
  const ids = drafts.slice(0, IDS_PER_STATEMENT).map((draft) => draft.id)
  return notExists(db.select({ id: rules.id }).from(rules).where(inArray(rules.id, ids)))
}

function chunksOf<Of>(all: Of[], most: number): Of[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, n) => all.slice(n * most, (n + 1) * most))
}
