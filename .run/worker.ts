/**
 * Runs the Worker on this machine: wrangler builds it and reads wrangler.toml, Miniflare runs it in this process. `wrangler
 * dev` is for editing: its proxy gives up when a burst of events makes one connection fail, and costs most of the time.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import { QUIET, ROOT, run } from './child'
import { type KeptMessage, readQueueFiles } from './queue-files'

/** What one person sends does not fill a batch; nobody should wait until it is called full, seconds. */
const BATCH_WAITS_S = 0.1

/** Messages given back to the queue at once. */
const RESENT_AT_ONCE = 50

export interface RunningWorker {
  /** Events that an earlier run had accepted and not finished. */
  resumed: number
  stop: () => Promise<void>
}

/** Builds the Worker and serves it on 127.0.0.1. State lives in `stateDir`, where `wrangler --persist-to` finds it too. */
export async function runWorker(
  port: number,
  stateDir: string,
  bindings: Record<string, string>,
): Promise<RunningWorker> {
  // Read by Miniflare in this process, as wrangler reads them in its own.
  Object.assign(process.env, QUIET)
  const contents = await build(join(stateDir, 'build'))
  const queue = join(stateDir, 'queue')
  const left = readQueueFiles(queue)
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(ROOT, 'wrangler.toml'))
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
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
          ...workerOptions,
          name: 'enrollwire',
          rootPath: ROOT,
          modulesRules: undefined,
          modules: [
            {
              type: 'ESModule',
              path: 'index.js',
              contents: readFileSync(join(ROOT, '.run', 'queue-files-worker.js'), 'utf8'),
            },
            { type: 'ESModule', path: 'product.js', contents },
          ],
          serviceBindings: Object.assign({}, workerOptions.serviceBindings, {
            QUEUE_FILES: { disk: { path: queue, writable: true } },
          }),
          bindings: Object.assign({}, workerOptions.bindings, bindings),
          queueConsumers: prompt(workerOptions.queueConsumers),
        },
      ],
    } as never),
  )
  await miniflare.ready
  await resend(miniflare, left)
  return { resumed: countEvents(left), stop: () => miniflare.dispose() }
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

async function build(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const { code, printed } = await run('wrangler', ['deploy', '--dry-run', '--outdir', folder], 'pipe')
  if (code !== 0) {
    throw new Error(`The Worker does not build:\n${printed}`)
  }
  return readFileSync(join(folder, 'index.js'), 'utf8')
}

function prompt(consumers: unknown): Record<string, object> {
  const each = Object.entries(consumers as Record<string, object>)
  return Object.fromEntries(each.map(([queue, consumer]) => [queue, { ...consumer, maxBatchTimeout: BATCH_WAITS_S }]))
}

/** The runtime reports every connection a browser closed early as if it were an error. */
function isNoise(message: string): boolean {
  return /disconnected: |Broken pipe|Connection reset/.test(message)
}
