import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { type Http2Bindings, type HttpBindings, serve } from '@hono/node-server'
import { addDemoSites } from './academy.ts'
import { appOf } from './app.ts'
import { createSimulator } from './simulator.ts'
import type { Snapshot } from './snapshot.ts'

/*
 * Starts a simulated Thinkific on this machine:
 *
 *     node test/simulator/serve.ts [port] [--state file.json] [--empty]
 *
 * The port is the argument, else THINKIFIC_PORT, else 8788. With --state it goes on where it stopped. A first start
 * has the two demo sites, unless --empty. Prints its address; ends on SIGTERM and SIGINT.
 */

const PORT = 8788
/** How long changes gather before they are written. */
const WRITE_DELAY_MILLISECONDS = 500

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { state: { type: 'string' }, empty: { type: 'boolean', default: false } },
})
const port = Number(positionals[0] ?? process.env.THINKIFIC_PORT ?? PORT)

let writing: NodeJS.Timeout | undefined
const simulator = createSimulator({ changed: () => (writing ??= setTimeout(write, WRITE_DELAY_MILLISECONDS)) })
const kept = values.state === undefined ? null : read(values.state)
if (kept) {
  simulator.restore(kept)
} else if (!values.empty) {
  addDemoSites(simulator)
}

const app = appOf(simulator)
const server = serve({ fetch: answer, port, hostname: '127.0.0.1' }, ({ port: taken }: AddressInfo) => {
  console.log(`Simulated Thinkific on http://127.0.0.1:${taken}`)
})
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

/** A connection that a fault breaks is broken for real. */
async function answer(request: Request, env: HttpBindings | Http2Bindings): Promise<Response> {
  try {
    return await app.fetch(request, env)
  } catch {
    env.incoming.socket.destroy()
    return new Response(null, { status: 500 })
  }
}

function read(file: string): Snapshot | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Snapshot
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null
    }
    throw error
  }
}

/** Whole or not at all: a stop in the middle of writing leaves the old file. */
function write(): void {
  clearTimeout(writing)
  writing = undefined
  if (values.state === undefined) {
    return
  }
  writeFileSync(`${values.state}.new`, JSON.stringify(simulator.snapshot()))
  renameSync(`${values.state}.new`, values.state)
}

function stop(): void {
  write()
  server.close(() => process.exit(0))
  if ('closeAllConnections' in server) {
    server.closeAllConnections()
  }
}
