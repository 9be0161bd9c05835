/** Builds what `npm start` runs: in `npm ci`, and at a start after the code has changed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { build } from 'rolldown'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import './assets'
import { BUILT, hashSource } from './built.ts'
import { bundleWorker } from './bundle'
import { QUIET, ROOT } from './child'
import { type Migration, migrate } from './migrate'
import { noteMigrations } from './migration-note'

// Says where in the code, rather than where in the bundler.
process.on('uncaughtException', ({ message }) => {
  console.error(message)
  process.exit(1)
})
Object.assign(process.env, QUIET)
const source = hashSource()
rmSync(BUILT.source, { force: true })
// The code before this build made it.
rmSync(BUILT.demo, { recursive: true, force: true })
mkdirSync(BUILT.folder, { recursive: true })
await Promise.all([bundleWorker(), bundleStart()])
const { workerOptions } = unstable_getMiniflareWorkerOptions(join(ROOT, 'wrangler.toml'))
writeFileSync(BUILT.options, JSON.stringify(workerOptions))
const migrations = await readD1Migrations(join(ROOT, 'migrations'))
writeFileSync(BUILT.migrations, JSON.stringify(migrations))
await buildDatabase(migrations)
writeFileSync(BUILT.source, source)

async function buildDatabase(migrations: Migration[]): Promise<void> {
  rmSync(BUILT.database, { recursive: true, force: true })
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: 'export default {}',
      d1Databases: workerOptions.d1Databases,
      resourcePersistencePath: BUILT.database,
      cf: false,
      telemetry: { enabled: false },
    } as never),
  )
  await migrate(await miniflare.getD1Database('DB'), migrations)
  await miniflare.dispose()
  noteMigrations(join(BUILT.database, 'd1'), migrations)
}

async function bundleStart(): Promise<void> {
  await build({
    cwd: ROOT,
    input: './.run/serve.ts',
    platform: 'node',
    external: ['miniflare'],
    output: { file: BUILT.start, format: 'esm', codeSplitting: false },
  })
}
