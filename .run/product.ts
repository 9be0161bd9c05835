/** The whole product on this machine: migrated D1, the Thinkific simulator (unless another is named), the Worker. */
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { answers, ROOT, run, start } from './child'

export interface Settings {
  port: number
  thinkificPort: number
  /** Where local state lives. */
  stateDir: string
  /** A Thinkific to use instead of starting the simulator; null: start it. */
  thinkificApiUrl: string | null
}

export interface Product {
  address: string
  /** The simulator's own page; null when another Thinkific is used. */
  simulator: string | null
  stateDir: string
  setupToken: string
  statusToken: string
  /** Resolves when one of its processes has ended by itself. */
  ended: Promise<void>
  stop: () => Promise<void>
}

const WORKER_START_SECONDS = 90
const SIMULATOR_START_SECONDS = 30

/** Starts everything and waits until it answers. Throws with a sentence when a part does not come up. */
export async function startProduct(settings: Settings): Promise<Product> {
  const stateDir = resolve(ROOT, settings.stateDir)
  mkdirSync(stateDir, { recursive: true })
  const secrets = localSecrets(stateDir)
  const migrated = await run(
    'wrangler',
    ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', stateDir],
    'pipe',
  )
  if (migrated.code !== 0) throw new Error(`The local database was not migrated:\n${migrated.printed}`)

  const children: ChildProcess[] = []
  const simulator = settings.thinkificApiUrl ? null : `http://127.0.0.1:${settings.thinkificPort}`
  if (simulator) {
    const state = join(stateDir, 'thinkific.json')
    const env = { THINKIFIC_PORT: String(settings.thinkificPort) }
    children.push(start('tsx', ['test/simulator/serve.ts', '--state', state], 'ignore', env))
  }
  const thinkificApiUrl = settings.thinkificApiUrl ?? `${simulator}/api/public/v1`
  const env = { THINKIFIC_API_URL: thinkificApiUrl }
  const worker = start('tsx', ['.run/worker.ts', String(settings.port), stateDir], 'pipe', env)
  children.push(worker)
  let stopping = false
  for (const output of [worker.stdout, worker.stderr]) {
    output?.on('data', (chunk) => stopping || isNoise(String(chunk)) || process.stderr.write(chunk))
  }
  const stop = () => {
    stopping = true
    return stopAll(children)
  }
  const address = `http://127.0.0.1:${settings.port}`
  try {
    if (simulator) await answers(`${simulator}/simulator/state`, SIMULATOR_START_SECONDS)
    await answers(`${address}/healthz`, WORKER_START_SECONDS)
  } catch (error) {
    await stop()
    throw error
  }
  const ended = Promise.race(children.map((child) => new Promise<void>((done) => child.once('exit', () => done()))))
  return { address, simulator, stateDir, ...tokens(secrets), ended, stop }
}

/** The runtime reports every connection a browser closed early as if it were an error. */
function isNoise(text: string): boolean {
  return /disconnected: .*(Broken pipe|Connection reset)/.test(text)
}

/** Secrets of this machine alone, made once and kept with the state. */
function localSecrets(stateDir: string): string {
  const path = join(stateDir, 'local.env')
  if (!existsSync(path)) {
    const lines = {
      AUTH_SECRET: randomBytes(32).toString('base64url'),
      SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      SETUP_TOKEN: randomBytes(24).toString('base64url'),
      STATUS_TOKEN: randomBytes(24).toString('base64url'),
    }
    const text = Object.entries(lines).map(([name, value]) => `${name}="${value}"\n`)
    writeFileSync(path, text.join(''), { mode: 0o600 })
  }
  return readFileSync(path, 'utf8')
}

function tokens(secrets: string): { setupToken: string; statusToken: string } {
  const value = (name: string) => new RegExp(`^${name}="(.*)"$`, 'm').exec(secrets)?.[1] ?? ''
  return { setupToken: value('SETUP_TOKEN'), statusToken: value('STATUS_TOKEN') }
}

async function stopAll(children: ChildProcess[]): Promise<void> {
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null)
  await Promise.all(
    running.map((child) => {
      const exit = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      return exit
    }),
  )
}
