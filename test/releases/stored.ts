/** All that is stored, as readable JSON, and the way back: D1, KV, and both kinds of objects. */
import { applyD1Migrations, evictDurableObject, listDurableObjectIds, reset, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { OBJECTS } from './support'

/** A text that is JSON is kept open, to be read and compared. */
type Cell = string | number | null | { json: unknown }
type Value = string | number | null

/** SQL of tables and indexes, and each table's rows. */
export interface Tables {
  schema: string[]
  rows: Record<string, Record<string, Cell>[]>
}

export interface Stored {
  d1: Tables
  /** By name. */
  journals: Record<string, Tables>
  sites: Record<string, Tables>
  kv: Record<string, Cell>
}

type Read = (sql: string) => Promise<Record<string, unknown>[]>
type Kind = keyof typeof OBJECTS

const SCHEMA = `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL
  AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`

/** What is stored now, in the objects named. */
export async function storedNow(names: Record<Kind, string[]>): Promise<Stored> {
  return {
    d1: await d1Now(),
    journals: await objectsNow('journals', names.journals),
    sites: await objectsNow('sites', names.sites),
    kv: await copiesNow(),
  }
}

/** Throws where there are objects under other names: a capture must miss none. */
export async function allAreNamed(names: Record<Kind, string[]>): Promise<void> {
  for (const kind of ['journals', 'sites'] as const) {
    const objects: DurableObjectNamespace = env[OBJECTS[kind]]
    const known = names[kind].map((name) => objects.idFromName(name).toString())
    const others = (await listDurableObjectIds(objects)).filter((id) => !known.includes(id.toString()))
    if (others.length > 0) {
      throw new Error(`${others.length} of the ${kind} are under no known name`)
    }
  }
}

export function d1Now(): Promise<Tables> {
  return tablesOf(async (sql) => (await env.DB.prepare(sql).all()).results)
}

/** Puts all of it in place of what there is, and brings D1 to today's schema. The objects wake with today's code. */
export async function restoreStored({ d1, journals, sites, kv }: Stored): Promise<void> {
  await reset()
  await Promise.all([
    restoreD1(d1).then(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS)),
    ...Object.entries(journals).map(([name, tables]) => restoreObject('journals', name, tables)),
    ...Object.entries(sites).map(([name, tables]) => restoreObject('sites', name, tables)),
    ...Object.entries(kv).map(([key, value]) => env.COPIES.put(key, String(shut(value)))),
  ])
}

/** D1 with its schema and rows as they were, before any newer migration. */
export async function restoreD1({ schema, rows }: Tables): Promise<void> {
  const inserts = Object.entries(rows).flatMap(([table, all]) =>
    all.map((row) => env.DB.prepare(insertInto(table, row)).bind(...Object.values(row).map(shut))),
  )
  await env.DB.batch([...schema.map((sql) => env.DB.prepare(sql)), ...inserts])
}

async function tablesOf(read: Read): Promise<Tables> {
  const found = (await read(SCHEMA)) as { type: string; name: string; sql: string }[]
  const names = found.filter(({ type }) => type === 'table').map(({ name }) => name)
  const rows: Tables['rows'] = {}
  for (const name of names) {
    const all = await read(`SELECT * FROM "${name}"`)
    rows[name] = all.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, open(value)])),
    )
  }
  return { schema: found.map(({ sql }) => sql), rows }
}

async function objectsNow(kind: Kind, names: string[]): Promise<Record<string, Tables>> {
  const objects: DurableObjectNamespace = env[OBJECTS[kind]]
  const all: Record<string, Tables> = {}
  for (const name of names) {
    all[name] = await runInDurableObject(objects.getByName(name), (_, { storage: { sql } }) =>
      tablesOf(async (query) => sql.exec(query).toArray()),
    )
  }
  return all
}

async function restoreObject(kind: Kind, name: string, { schema, rows }: Tables): Promise<void> {
  const stub = (env[OBJECTS[kind]] as DurableObjectNamespace).getByName(name)
  await runInDurableObject(stub, async (_, { storage }) => {
    await storage.deleteAll()
    storage.transactionSync(() => {
      for (const sql of schema) {
        storage.sql.exec(sql)
      }
      for (const [table, all] of Object.entries(rows)) {
        for (const row of all) {
          storage.sql.exec(insertInto(table, row), ...Object.values(row).map(shut))
        }
      }
    })
  })
  await evictDurableObject(stub)
}

async function copiesNow(): Promise<Record<string, Cell>> {
  const { keys } = await env.COPIES.list()
  const values = await Promise.all(keys.map(async ({ name }) => [name, open(await env.COPIES.get(name))] as const))
  return Object.fromEntries(values)
}

function insertInto(table: string, row: Record<string, Cell>): string {
  const columns = Object.keys(row)
  return `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`)}) VALUES (${columns.map(() => '?')})`
}

function open(value: unknown): Cell {
  if (typeof value !== 'string') {
    if (value === null || typeof value === 'number') {
      return value
    }
    throw new Error(`a ${typeof value} cannot be kept as JSON`)
  }
  if (!/^[[{]/.test(value)) {
    return value
  }
  try {
    const json: unknown = JSON.parse(value)
    return JSON.stringify(json) === value ? { json } : value
  } catch {
    return value
  }
}

function shut(cell: Cell): Value {
  return cell !== null && typeof cell === 'object' ? JSON.stringify(cell.json) : cell
}
