/** Storage as a new installation has it: empty, with every migration applied. */
import { reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { MIGRATIONS_TABLE, recordMigration } from '../.run/migrate'

/** All migrations are one batch: one call each takes four times as long, and there are hundreds of fresh databases in a run. */
export async function installAgain(): Promise<void> {
  await reset()
  const migrations = env.TEST_MIGRATIONS.flatMap(({ name, queries }) => [
    ...queries.map((sql) => env.DB.prepare(sql)),
    recordMigration(env.DB, name),
  ])
  await env.DB.batch([env.DB.prepare(MIGRATIONS_TABLE), ...migrations])
}
