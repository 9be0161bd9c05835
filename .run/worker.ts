/**
 * The Worker on this machine, in a process of its own: `tsx .run/worker.ts <port> <state folder>`. Wrangler bundles it as for
 * a deploy; Miniflare runs it with local D1, KV, queues, objects and assets. Not `wrangler dev`: that puts a proxy in front
 * which ends the whole program when it loses one connection to the Worker, as it does under a burst, and the queue with it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import { QUIET, ROOT, run } from './child'

const [port = '', stateDir = ''] = process.argv.slice(2)

Object.assign(process.env, QUIET)
const bundle = mkdtempSync(join(tmpdir(), 'enrollwire-worker-'))
const bundled = await run('wrangler', ['deploy', '--dry-run', '--outdir', bundle], 'pipe')
if (bundled.code !== 0) stop(`The Worker was not bundled:\n${bundled.printed}`)

const { workerOptions } = unstable_getMiniflareWorkerOptions(join(ROOT, 'wrangler.toml'))
const { THINKIFIC_API_URL = '' } = process.env
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    ...workerOptions,
    name: 'enrollwire',
    modules: [{ type: 'ESModule', path: join(bundle, 'index.js') }],
    modulesRoot: bundle,
    bindings: {
      ...workerOptions.bindings,
      ...parseEnv(readFileSync(join(stateDir, 'local.env'), 'utf8')),
      THINKIFIC_API_URL,
    },
    host: '127.0.0.1',
    port: Number(port),
    // Where `wrangler d1 migrations apply --persist-to` keeps what it migrates.
    resourcePersistencePath: join(stateDir, 'v3'),
    // A line for every request is for operators; here only what went wrong is news.
    handleStructuredLogs: ({ level, message }) => {
      if (level === 'error' || process.env.LOG_LEVEL) console.error(message)
    },
  }),
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())
await miniflare.ready

async function end(): Promise<void> {
  await miniflare.dispose()
  rmSync(bundle, { recursive: true, force: true })
  process.exit(0)
}

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
