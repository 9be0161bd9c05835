/** Applies D1's migrations as wrangler does, and keeps its table of them. */

export interface Migration {
  name: string
  queries: string[]
}

export const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/** Each is applied whole or not at all. */
export async function migrate(db: D1Database, migrations: Migration[]): Promise<void> {
  await db.prepare(MIGRATIONS_TABLE).run()
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map(({ name }) => name))
  for (const { name, queries } of migrations.filter((one) => !applied.has(one.name))) {
    await db.batch([...queries.map((sql) => db.prepare(sql)), recordMigration(db, name)])
  }
}

export function recordMigration(db: D1Database, name: string): D1PreparedStatement {
  return db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)
}
