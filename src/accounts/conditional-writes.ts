/** Pieces of statements that ask, within a batch, whether there is something to write. */
import { type Column, getTableColumns, not, or, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'

/** Inserts the row where `condition` holds. */
export function insertWhere<Table extends SQLiteTable>(
  db: DrizzleD1Database,
  table: Table,
  row: Table['$inferSelect'],
  condition: SQL | undefined,
) {
  const values: Record<string, unknown> = row
  const fields = Object.entries<Column>(getTableColumns(table)).map(([name, column]) => [
    name,
    sql`${sql.param(values[name] ?? null, column)}`.as(column.name),
  ])
  return db.insert(table).select(db.select(Object.fromEntries(fields)).from(sql`(SELECT 1)`).where(condition))
}

/** Holds for a row that has just these values. */
export function sameAs<Table extends SQLiteTable>(table: Table, values: Partial<Table['$inferSelect']>): SQL {
  return not(differsFrom(table, values as Partial<Table['$inferInsert']>))
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
