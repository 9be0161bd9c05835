/**
 * Runs the Worker on this machine in Miniflare, within this process. `wrangler dev` has a proxy that gives up when a burst
 * of events makes one connection fail, and takes most of the time and memory.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { BUILT } from './built.ts'
import { QUIET, ROOT } from './child'
import { type Migration, migrate } from './migrate'
import { hasAllMigrations, noteMigrations } from './migration-note'
import { type KeptMessage, readQueueFiles, removeUnfinishedFiles } from './queue-files'
import { followRuntime } from './runtime-process'

/** One person's events do not fill a batch, so it is delivered after this many seconds. */
const BATCH_WAITS_S = 0.1
/** While the demo is prepared: its events are posted one by one. */
const BATCH_WAITS_FOR_DEMO_S = 0.005

/** Messages given back to the queue at once. */
const RESENT_AT_ONCE = 50

interface RunningWorker {
  /** Events that an earlier run had accepted and not finished. */
  resumed: number
  /** Resolves when its process has ended. */
  ended: Promise<void>
  /** Runs what is built now, on the same state. @param changed bindings with another value from now on */
  reload: (changed?: Record<string, string>) => Promise<void>
  stop: () => Promise<void>
}

/** Serves the built Worker on 127.0.0.1. State lives in `stateDir`, where `wrangler --persist-to` finds it too. */
export async function runWorker(
  port: number,
  stateDir: string,
  bindings: Record<string, string>,
): Promise<RunningWorker> {
  // Read by Miniflare in this process, as wrangler reads them in its own.
  Object.assign(process.env, QUIET)
  const queueFiles = join(stateDir, 'queue')
  const left = readQueueFiles(queueFiles)
  removeUnfinishedFiles(queueFiles)
  let isReloading = false
  const ended = new Promise<void>((resolve) => followRuntime(() => void (isReloading || resolve())))
  let current = bindings
  const options = () => optionsOf(port, stateDir, current)
  await beginDatabase(stateDir)
  const miniflare = new Miniflare(options())
  await miniflare.ready
  await migrateOnce(miniflare, stateDir)
  if (left.length > 0) {
    await resend(miniflare, left)
  }
  return {
    resumed: countEvents(left),
    ended,
    reload: async (changed = {}) => {
      isReloading = true
      current = { ...current, ...changed }
      try {
        await miniflare.setOptions(options())
        // The queue was in the memory of the runtime that ended.
        await resend(miniflare, readQueueFiles(queueFiles))
      } finally {
        isReloading = false
      }
    },
    stop: () => miniflare.dispose(),
  }
}

async function migrateOnce(miniflare: Miniflare, stateDir: string): Promise<void> {
  const migrations = readBuilt<Migration[]>(BUILT.migrations)
  const database = join(stateDir, 'v3', 'd1')
  if (!hasAllMigrations(database, migrations)) {
    await migrate(await miniflare.getD1Database('DB'), migrations)
    noteMigrations(database, migrations)
  }
}

/** A new state begins with the database that was migrated when this was built. */
async function beginDatabase(stateDir: string): Promise<void> {
  const own = join(stateDir, 'v3', 'd1')
  if (!existsSync(own)) {
    // Renamed once it is whole, so that a run that is killed here leaves no half of it.
    await cp(join(BUILT.database, 'd1'), `${own}.new`, { recursive: true })
    await rename(`${own}.new`, own)
  }
}

function optionsOf(port: number, stateDir: string, bindings: Record<string, string>) {
  const worker = readBuilt<WorkerOptions>(BUILT.options)
  return convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    resourcePersistencePath: join(stateDir, 'v3'),
    cf: false,
    telemetry: { enabled: false },
    log: new Log(LogLevel.ERROR),
    handleStructuredLogs: ({ level, message }: { level: string; message: string }) => {
      if (level === 'error' && !isNoise(message)) {
        console.error(message)
      }
    },
    workers: [
      {
        ...worker,
        name: 'enrollwire',
        rootPath: ROOT,
        assets: { ...worker.assets, directory: join(ROOT, '.assets') },
        modulesRules: undefined,
        modules: [
          esModule('index.js', join(ROOT, '.run', 'queue-files-worker.js')),
          esModule('demo-clock.js', join(ROOT, '.run', 'demo-clock.js')),
          ...readdirSync(BUILT.worker)
            .filter((name) => name.endsWith('.js'))
            .map((name) => esModule(name, join(BUILT.worker, name))),
        ],
        serviceBindings: {
          ...worker.serviceBindings,
          QUEUE_FILES: { disk: { path: join(stateDir, 'queue'), writable: true } },
        },
        bindings: { ...worker.bindings, ...bindings },
        queueConsumers: prompt(
          worker.queueConsumers,
          bindings.DEMO_CLOCK === undefined ? BATCH_WAITS_S : BATCH_WAITS_FOR_DEMO_S,
        ),
      },
    ],
  } as never)
}

/** The parts of wrangler's answer that are read here. */
interface WorkerOptions {
  assets: object
  bindings: Record<string, unknown>
  serviceBindings: object
  queueConsumers: Record<string, object>
}

function readBuilt<Of>(file: string): Of {
  return JSON.parse(readFileSync(file, 'utf8')) as Of
}

function esModule(path: string, file: string) {
  return { type: 'ESModule', path, contents: readFileSync(file, 'utf8') }
}

function countEvents(left: KeptMessage[]): number {
  return new Set(left.map(({ message }) => (message.kind === 'event' ? message.event.id : message.event))).size
}

/** Their files stay until they are acked. */
async function resend(miniflare: Miniflare, left: KeptMessage[]): Promise<void> {
  const queue = await miniflare.getQueueProducer<KeptMessage>('EVENTS')
  for (let at = 0; at < left.length; at += RESENT_AT_ONCE) {
    await Promise.all(left.slice(at, at + RESENT_AT_ONCE).map((one) => queue.send(one)))
  }
}

function prompt(consumers: Record<string, object>, maxBatchTimeout: number): Record<string, object> {
  const each = Object.entries(consumers)
  return Object.fromEntries(each.map(([queue, consumer]) => [queue, { ...consumer, maxBatchTimeout }]))
}

/** The runtime reports every connection a browser closed early as if it were an error. */
function isNoise(message: string): boolean {
  return /disconnected: |Broken pipe|Connection reset/.test(message)
}
