/** `npm start` in a process of its own, on state of its own: it can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { LAST_LINE } from '../../.run/announcement'
import { ROOT } from '../../.run/child'
import type { Demo } from '../../.run/demo/prepare'

export class LocalRun {
  readonly address: string
  readonly simulator: string
  readonly stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-killed-'))
  readonly environment: NodeJS.ProcessEnv
  #process: ChildProcess | undefined

  /** The simulator has the next port. */
  constructor(port: number) {
    this.address = `http://127.0.0.1:${port}`
    this.simulator = `http://127.0.0.1:${port + 1}`
    this.environment = {
      ...process.env,
      STATE_DIR: this.stateDir,
      PORT: String(port),
      THINKIFIC_PORT: String(port + 1),
    }
  }

  /** Known once it has started. */
  get demo(): Demo {
    return JSON.parse(readFileSync(join(this.stateDir, 'demo.json'), 'utf8'))
  }

  /** Resolves with what it printed once it serves. */
  async start(): Promise<string> {
    const run = spawn(process.execPath, ['.run/start.js'], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: this.environment,
    })
    this.#process = run
    return new Promise((resolve, reject) => {
      let printed = ''
      run.stdout.on('data', (text) => {
        printed += text
        if (printed.includes(LAST_LINE)) {
          resolve(printed)
        }
      })
      run.stdout.once('close', () => reject(new Error(`It ended before it served: ${printed}`)))
    })
  }

  /** Posts a signed purchase; resolves with the answer's status. */
  async sell(email: string): Promise<number> {
    const { endpoint, secret, productId } = this.demo
    const customer = { email, first_name: 'Ada', last_name: 'Byron' }
    const data = { customer, order: { id: `order of ${email}` }, items: [{ product_id: productId }] }
    const body = JSON.stringify({ type: 'product.purchased', data })
    const [id, now] = [`event of ${email}`, new Date()]
    const answer = await fetch(`${this.address}/hooks/${endpoint}`, {
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

  /** As Ctrl-C does: the simulator keeps what it has. */
  async stop(): Promise<void> {
    const run = this.#process
    if (run !== undefined && run.exitCode === null && run.signalCode === null) {
      const exit = once(run, 'exit')
      run.kill('SIGTERM')
      await exit
    }
  }

  /** Node alone. */
  killNode(): void {
    this.#process?.kill('SIGKILL')
  }

  /** With its runtime and its simulator, as when the machine goes down. */
  async kill(): Promise<void> {
    const run = this.#process
    if (run?.pid !== undefined && run.exitCode === null && run.signalCode === null) {
      const exit = once(run, 'exit')
      process.kill(-run.pid, 'SIGKILL')
      await exit
    }
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.stateDir, { recursive: true, force: true })
  }
}
