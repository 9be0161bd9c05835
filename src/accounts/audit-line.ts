/** A line of the audit trail as one statement, so that it goes into the batch of the change it tells of. */
import { type Column, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { audit } from '../db/schema'

/** Who makes a change, in which marketplace. */
export interface Author {
  marketplace: string
  /** The name and email are written as they are now: the line outlives the account. */
  person: { id: string; name: string; email: string }
}

interface Deed {
  /** A verb in the past: `changed the credentials of`. */
  did: string
  /** What it was done to: `the integration “Academy”`. */
  what: string
}

/**
 * Writes the line where `condition` holds. In a batch it comes before the change and asks whether there is one to make:
 * a command that runs again then adds no second line.
 */
export function auditLine(db: DrizzleD1Database, author: Author, { did, what }: Deed, condition: SQL = sql`true`) {
  const line = {
    id: sql`${crypto.randomUUID()}`.as('id'),
    marketplace: sql`${author.marketplace}`.as('marketplace'),
    at: sql`${Date.now()}`.as('at'),
    person: sql`${`${author.person.name} (${author.person.email})`}`.as('person'),
    did: sql`${did}`.as('did'),
    what: sql`${what}`.as('what'),
  }
  return db.insert(audit).select(db.select(line).from(sql`(SELECT 1)`).where(condition))
}

/** Holds for a row that has another value in one of these columns. */
export function differsFrom<Table extends SQLiteTable>(table: Table, values: Partial<Table['$inferInsert']>): SQL {
  const columns: Record<string, Column> = getTableColumns(table)
  const differences = Object.entries(values).flatMap(([name, value]) => {
    const column = columns[name]
    return column === undefined ? [] : [sql`${column} IS NOT ${sql.param(value, column)}`]
  })
  return or(...differences) ?? sql`false`
}
