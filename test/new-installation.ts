/** Storage as a new installation has it: empty, with every migration applied. */
import { reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { MIGRATIONS_TABLE, recordMigration } from '../.run/migrate'

/**
 * All migrations are one batch: one call each takes four times as long, and there are hundreds of fresh databases in a run.
 * A request of the file before may still hold its database, which then keeps its tables.
 */
export async function installAgain(): Promise<void> {
  await reset()
  await env.DB.prepare(MIGRATIONS_TABLE).run()
  const { results } = await env.DB.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map(({ name }) => name))
  const migrations = env.TEST_MIGRATIONS.filter(({ name }) => !applied.has(name)).flatMap(({ name, queries }) => [
    ...queries.map((sql) => env.DB.prepare(sql)),
    recordMigration(env.DB, name),
  ])
  if (migrations.length > 0) {
    await env.DB.batch(migrations)
  }
}
