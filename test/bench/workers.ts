/** Workers under Miniflare as the runtime runs them: no development proxy, and for load no entry Worker either. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { buildSync } from 'esbuild'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { build } from 'rolldown'
import { buildWorker, workerBundle } from '../../.run/bundle'
import { ROOT } from '../../.run/child'
import { migrate as applyMigrations } from '../../.run/migrate'
import { seal } from '../../src/secrets/sealing'

export const SEALING_KEYS = 'k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
export const SETUP_TOKEN = 'bench-setup-token'
const COMPATIBILITY = {
  compatibilityDate: '2026-08-20',
  compatibilityFlags: ['nodejs_compat', 'no_nodejs_global_timers'],
}

export interface Bundle {
  /** By name; `product.js` first, which imports the others. */
  modules: Record<string, string>
  /** What is uploaded, KiB compressed. */
  gzipKiB: number
}

/** Everything the parts run. */
export interface Bundles {
  /** Minified, as deployed. */
  product: Bundle
  /** Not minified, so that what an event loads keeps its names. */
  plain: Bundle
  bare: string
  printing: string
}

export async function bundleAll(): Promise<Bundles> {
  const product = [...(await buildWorker())].map(([name, { code }]): [string, string] => [name, code])
  const { output } = await build({ ...workerBundle(false), write: false })
  const plain = output.flatMap((one): [string, string][] => (one.type === 'chunk' ? [[one.fileName, one.code]] : []))
  return { product: toBundle(product), plain: toBundle(plain), ...bareWorkers() }
}

function toBundle(named: [string, string][]): Bundle {
  return { modules: Object.fromEntries(named), gzipKiB: gzipSync(named.map(([, code]) => code).join('')).length / 1024 }
}

function bareWorkers() {
  return { bare: bundleBare('bare-worker.ts'), printing: bundleBare('printing-worker.ts') }
}

/** A Worker of this folder, bundled and minified likewise. */
function bundleBare(file: string): string {
  const entryPoints = [join(ROOT, 'test', 'bench', file)]
  const built = buildSync({
    entryPoints,
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    conditions: ['workerd', 'worker'],
  })
  return built.outputFiles[0]?.text ?? ''
}

/** Runs one of them alone. Its queue has no consumer: the other end of it is not intake's. */
export function startBare(code: string): Miniflare {
  return start({ modules: [esModule('index.js', code)], queueProducers: { EVENTS: { queueName: 'events' } } })
}

export interface ProductOptions {
  /** Modules by name; the first is the main one. */
  modules: Record<string, string>
  thinkificApiUrl?: string
  consumes?: boolean
  /** For the runtime's own debugger, which knows how much memory is in use. */
  inspectorPort?: number
  assets?: boolean
}

/** The product with all its bindings, on state in memory. */
export function startProduct({ modules, thinkificApiUrl, consumes, inspectorPort, assets }: ProductOptions): Miniflare {
  const consumer = { maxBatchSize: 50, maxBatchTimeout: 0.2, maxRetries: 100 }
  return start(
    {
      modules: Object.entries(modules).map(([name, code]) => esModule(name, code)),
      bindings: {
        SEALING_KEYS,
        SETUP_TOKEN,
        AUTH_SECRET: 'bench-auth-secret-that-is-long-enough',
        STATUS_TOKEN: 'bench-status-token',
        SIGN_UP: 'open',
        THINKIFIC_API_URL: thinkificApiUrl ?? 'http://127.0.0.1:9/',
      },
      kvNamespaces: { COPIES: 'COPIES' },
      d1Databases: { DB: 'DB' },
      durableObjects: {
        JOURNAL: { className: 'Journal', useSQLite: true },
        THINKIFIC_SITE: { className: 'ThinkificSite', useSQLite: true },
      },
      queueProducers: { EVENTS: { queueName: 'events' } },
      ...(consumes
        ? { queueConsumers: { events: { ...consumer, deadLetterQueue: 'events-dead' }, 'events-dead': consumer } }
        : {}),
      ...(assets ? { assets: assetsOf() } : {}),
    },
    inspectorPort === undefined ? {} : { inspectorPort },
  )
}

/** Applies the project's migrations. */
export async function migrate(miniflare: Miniflare): Promise<void> {
  await applyMigrations(await miniflare.getD1Database('DB'), await readD1Migrations(join(ROOT, 'migrations')))
}

/** An endpoint as the Webhook page makes one, with its copy where intake looks first. */
export async function addEndpoint(
  miniflare: Miniflare,
  id: string,
  marketplace: string,
  secret: string,
): Promise<void> {
  const sealed = await seal(SEALING_KEYS, `endpoint:${marketplace}:${id}:signing`, secret)
  const copies = await miniflare.getKVNamespace('COPIES')
  const secrets = [{ id: 'signing', kind: 'signing', sealed, validUntil: null }]
  await copies.put(`endpoint:${id}`, JSON.stringify({ marketplace, secrets }))
}

function start(worker: object, shared: object = {}): Miniflare {
  const options = {
    ...shared,
    log: new Log(LogLevel.ERROR),
    handleStructuredLogs: () => undefined,
    workers: [{ name: 'bench', ...COMPATIBILITY, unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }], ...worker }],
  }
  return new Miniflare(convertV4MiniflareOptions(options as unknown as Parameters<typeof convertV4MiniflareOptions>[0]))
}

function esModule(path: string, contents: string) {
  return { type: 'ESModule', path, contents }
}

function assetsOf() {
  const directory = join(ROOT, '.assets')
  if (!existsSync(directory)) {
    throw new Error('Run `npm ci` first: the browser’s files are missing.')
  }
  return {
    directory,
    routerConfig: { has_user_worker: true },
    assetConfig: { compatibility_date: COMPATIBILITY.compatibilityDate },
  }
}
