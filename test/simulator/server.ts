/** A simulated Thinkific that listens on this machine and keeps its state in a file. */

import { once } from 'node:events'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { type Http2Bindings, type HttpBindings, serve } from '@hono/node-server'
import { addDemoSites } from './academy.ts'
import { appOf } from './app.ts'
import type { SamCart } from './samcart/samcart.ts'
import { createSimulator } from './simulator.ts'
import type { Snapshot } from './snapshot.ts'

/** Requests a minute on Thinkific's largest plan. */
const PLUS = 1_000
/** How long changes gather before they are written. */
const WRITE_DELAY_MILLISECONDS = 500

export interface SimulatorServer {
  port: number
  /** Once it no longer listens and its state is written. */
  stop: () => Promise<void>
}

interface Options {
  port: number
  /** Where its state is kept and found again; undefined: nowhere. */
  stateFile?: string | undefined
  /** Without the two demo sites. */
  empty?: boolean
  /** A store beside it, of which nothing is kept. */
  samcart?: SamCart
  /** Its clock, epoch ms. */
  now?: () => number
}

/** Rejects when the port cannot be had. */
export async function serveSimulator({
  port,
  stateFile,
  empty = false,
  samcart,
  now = Date.now,
}: Options): Promise<SimulatorServer> {
  let writing: NodeJS.Timeout | undefined
  /** Whole or not at all: a stop in the middle of writing leaves the old file. */
  const write = () => {
    clearTimeout(writing)
    writing = undefined
    if (stateFile !== undefined) {
      writeFileSync(`${stateFile}.new`, JSON.stringify(simulator.snapshot()))
      renameSync(`${stateFile}.new`, stateFile)
    }
  }
  const simulator = createSimulator({ now, changed: () => (writing ??= setTimeout(write, WRITE_DELAY_MILLISECONDS)) })
  const kept = stateFile === undefined ? null : read(stateFile)
  if (kept) {
    simulator.restore(kept)
  } else if (!empty) {
    addDemoSites(simulator, PLUS)
  }
  const app = appOf(simulator, samcart)
  /** A connection that a fault breaks is broken for real. */
  const answer = async (request: Request, env: HttpBindings | Http2Bindings): Promise<Response> => {
    try {
      return await app.fetch(request, env)
    } catch {
      env.incoming.socket.destroy()
      return new Response(null, { status: 500 })
    }
  }
  const server = serve({ fetch: answer, port, hostname: '127.0.0.1' })
  await once(server, 'listening')
  const stop = async () => {
    write()
    const closed = once(server, 'close')
    server.close()
    if ('closeAllConnections' in server) {
      server.closeAllConnections()
    }
    await closed
  }
  return { port: (server.address() as AddressInfo).port, stop }
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
