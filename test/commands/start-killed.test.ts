/** `npm start`, killed while events are under way, and started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, test } from 'vitest'
import { ROOT } from '../../.run/child'
import type { Demo } from '../../.run/demo/prepare'

const PORT = 18_797
const THINKIFIC_PORT = 18_798
const SIMULATOR = `http://127.0.0.1:${THINKIFIC_PORT}/simulator`
/** Fewer failures in a row than those after which the site is held. */
const CUSTOMERS = ['kept1', 'kept2', 'kept3', 'kept4'].map((name) => `${name}@example.com`)
/** Two starts of seconds each, and a retry after ten; on a busy machine, ten times that. */
const LIMIT_MS = 240_000

const stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-killed-'))
const ENVIRONMENT = {
  ...process.env,
  STATE_DIR: stateDir,
  PORT: String(PORT),
  THINKIFIC_PORT: String(THINKIFIC_PORT),
}
let run: ChildProcess | undefined

afterEach(async () => {
  await kill()
  rmSync(stateDir, { recursive: true, force: true })
})

describe('npm start, killed', () => {
  test('the local run is killed: what it had accepted is brought back and enrolls each customer once', {
    timeout: LIMIT_MS,
  }, async () => {
    await start()
    // Nothing reaches Thinkific before the end.
    await fetch(`${SIMULATOR}/outage`, json({ on: true, site: 'academy' }))
    const demo: Demo = JSON.parse(readFileSync(join(stateDir, 'demo.json'), 'utf8'))
    const answers = await Promise.all(CUSTOMERS.map((email) => sell(demo, email)))
    expect(answers).toEqual(CUSTOMERS.map(() => 202))
    await kill()

    expect(await start()).toContain(`Finishing ${CUSTOMERS.length} accepted events left over from the last run.`)
    for (const email of CUSTOMERS) {
      await expect.poll(() => ask(`/sites/academy/access?email=${email}`), { timeout: LIMIT_MS }).toHaveLength(1)
      expect(await ask(`/emails?to=${email}`)).toHaveLength(1)
    }
    await expect.poll(() => readdirSync(join(stateDir, 'queue')), { timeout: LIMIT_MS }).toEqual([])
  })

  test('killed alone, it leaves no runtime behind; while it runs, no other starts on its state', {
    timeout: LIMIT_MS,
  }, async () => {
    await start()
    const { stderr } = spawnSync(process.execPath, ['.run/start.ts'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...ENVIRONMENT, PORT: '18799', THINKIFIC_PORT: '18800' },
    })
    expect(stderr).toContain(`Enrollwire runs on ${stateDir} already.`)

    run?.kill('SIGKILL')
    await expect.poll(isServed, { timeout: LIMIT_MS }).toBe(false)
    await start()
    expect(await isServed()).toBe(true)
  })
})

function isServed(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${PORT}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** Resolves with what it printed once it serves. */
async function start(): Promise<string> {
  run = spawn(process.execPath, ['.run/start.ts'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: ENVIRONMENT,
  })
  const { stdout } = run
  return new Promise((resolve, reject) => {
    let printed = ''
    stdout?.on('data', (text) => {
      printed += text
      if (printed.includes('Ctrl-C')) {
        resolve(printed)
      }
    })
    stdout?.once('close', () => reject(new Error(`It ended before it served: ${printed}`)))
  })
}

/** With its runtime and its simulator, as when the machine goes down. */
async function kill(): Promise<void> {
  if (run?.pid !== undefined && run.exitCode === null && run.signalCode === null) {
    const exit = once(run, 'exit')
    process.kill(-run.pid, 'SIGKILL')
    await exit
  }
}

async function sell({ endpoint, secret, productId }: Demo, email: string): Promise<number> {
  const [first_name, last_name] = ['Ada', 'Byron']
  const customer = { email, first_name, last_name }
  const data = { customer, order: { id: `order of ${email}` }, items: [{ product_id: productId }] }
  const body = JSON.stringify({ type: 'product.purchased', data })
  const [id, now] = [`event of ${email}`, new Date()]
  const answer = await fetch(`http://127.0.0.1:${PORT}/hooks/${endpoint}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
  })
  return answer.status
}

async function ask(path: string): Promise<unknown> {
  const answer = await fetch(`${SIMULATOR}${path}`)
  return answer.ok ? answer.json() : []
}

function json(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
