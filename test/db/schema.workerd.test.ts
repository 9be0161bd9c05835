import { env } from 'cloudflare:workers'
import { is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, test } from 'vitest'
import * as schema from '../../src/db/schema'

const tables = Object.values(schema)
  .filter((value) => is(value, SQLiteTable))
  .map((table) => getTableConfig(table as SQLiteTable))

interface Column {
  name: string
  type: string
  notnull: number
  pk: number
}

async function rows<Row>(sql: string, ...values: string[]): Promise<Row[]> {
  return (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<Row>()
  ).results
}

describe('the drizzle tables and the migrated database', () => {
  test('are the same tables', async () => {
    const migrated = await rows<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name <> 'd1_migrations'`,
    )
    expect(tables.map((table) => table.name).sort()).toEqual(migrated.map((table) => table.name).sort())
  })

  test.each(tables)('$name has the same columns', async (table) => {
    const migrated = await rows<Column>('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', table.name)
    const key = table.primaryKeys[0]?.columns.map((column) => column.name)
    const written = table.columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      required: column.notNull,
      key: key === undefined ? column.primary : key.includes(column.name),
    }))
    const found = migrated.map((column) => ({
      name: column.name,
      type: column.type,
      required: column.notnull === 1,
      key: column.pk > 0,
    }))
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
    expect(written.sort(byName)).toEqual(found.sort(byName))
  })

  test.each(tables)('$name has the same indexes', async (table) => {
    const migrated = await rows<{ name: string; unique: number; columns: string }>(
      `SELECT list.name, list."unique", group_concat(info.name) AS columns
       FROM pragma_index_list(?) AS list, pragma_index_info(list.name) AS info
       WHERE list.origin = 'c' GROUP BY list.name`,
      table.name,
    )
    const written = table.indexes.map(({ config }) => ({
      name: config.name,
      unique: config.unique ? 1 : 0,
      columns: config.columns.map((column) => ('name' in column ? column.name : '')).join(','),
    }))
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
    expect(written.sort(byName)).toEqual(migrated.sort(byName))
  })
})
