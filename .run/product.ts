/** The whole product on this machine: migrated D1, the Thinkific simulator (unless another is named), the Worker. */
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { serveSimulator } from '../test/simulator/server.ts'
import { BUILT } from './built.ts'
import { answers, ROOT } from './child'
import { DemoClock } from './demo/clock'
import { DEMO_FILE, takePreparedDemo } from './demo/prepared'
import { openDemoSamCart } from './demo/samcart'
import { LocalKeys } from './local-keys'
import { ensureLocalSecrets } from './local-secrets'
import { refuseTaken } from './port-holder'
import { claimState } from './sole-run'
import { runWorker } from './worker'

export interface Settings {
  port: number
  thinkificPort: number
  /** Whether it sends e-mail, to the receiver beside the simulator. */
  mails?: boolean
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
  /** Its own and its simulator's. */
  clock: DemoClock
  setupToken: string
  statusToken: string
  /** Events that an earlier run had accepted and not finished. */
  resumed: number
  /** Resolves when its runtime has ended. */
  ended: Promise<void>
  /** Runs what is built now, on the same state. */
  reload: () => Promise<void>
  stop: () => Promise<void>
}

const START_SECONDS = 60

/** Starts everything and waits until it answers. Throws with a sentence when a part does not come up. */
export async function startProduct(settings: Settings): Promise<Product> {
  const stateDir = resolve(ROOT, settings.stateDir)
  mkdirSync(stateDir, { recursive: true })
  const keys = new LocalKeys(stateDir)
  await claimState(stateDir, (question) => keys.answer(question))
  takePreparedDemo(BUILT.demo, stateDir, settings.thinkificApiUrl ? null : settings.thinkificPort)
  const secrets = ensureLocalSecrets(stateDir)
  const simulator = settings.thinkificApiUrl ? null : `http://127.0.0.1:${settings.thinkificPort}`
  const address = `http://127.0.0.1:${settings.port}`
  for (const port of [settings.port, ...(simulator ? [settings.thinkificPort] : [])]) {
    await refuseTaken(port)
  }
  const clock = new DemoClock(address)
  const thinkific = simulator
    ? await serveSimulator({
        port: settings.thinkificPort,
        stateFile: join(stateDir, 'thinkific.json'),
        now: clock.now,
        samcart: openDemoSamCart(stateDir),
      })
    : null
  try {
    const worker = await runWorker(settings.port, stateDir, {
      ...secrets,
      LOCAL: '1',
      ...(existsSync(join(stateDir, DEMO_FILE)) ? {} : { DEMO_CLOCK: clock.key }),
      THINKIFIC_API_URL: settings.thinkificApiUrl ?? `${simulator}/api/public/v1`,
      ...(simulator ? { SAMCART_API_URL: `${simulator}/samcart/v1` } : {}),
      ...(settings.mails && simulator ? mailSettings(address, simulator) : {}),
    })
    await answers(`${address}/healthz`, START_SECONDS)
    keys.begin(secrets.SEALING_KEYS, (SEALING_KEYS) => worker.reload({ SEALING_KEYS }))
    const { SETUP_TOKEN: setupToken, STATUS_TOKEN: statusToken } = secrets
    const stop = async () => {
      await Promise.all([worker.stop(), thinkific?.stop()])
    }
    return { ...worker, address, simulator, stateDir, clock, setupToken, statusToken, stop }
  } catch (error) {
    await thinkific?.stop()
    throw error
  }
}

/** Mail is shown on the receiver's page. */
function mailSettings(address: string, simulator: string): Record<string, string> {
  return { LOCAL_MAIL: `${simulator}/receiver/mail`, MAIL_FROM: 'enrollwire@example.com', PUBLIC_URL: address }
}
