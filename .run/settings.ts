/** What `npm start` reads from its environment. */
import { PORTS } from './ports'
import type { Settings } from './product'

/** Throws with a sentence. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const port = readPort(environment, 'PORT', PORTS.product)
  const thinkificPort = readPort(environment, 'THINKIFIC_PORT', PORTS.thinkific)
  const thinkificApiUrl = environment.THINKIFIC_API_URL || null
  if (port === thinkificPort && thinkificApiUrl === null) {
    throw new Error(`PORT and THINKIFIC_PORT are both ${port}: the product and its Thinkific simulator need one each.`)
  }
  return { port, thinkificPort, mails: true, stateDir: environment.STATE_DIR || '.wrangler/state', thinkificApiUrl }
}

function readPort(environment: Record<string, string | undefined>, name: string, otherwise: number): number {
  const text = environment[name]
  if (!text) {
    return otherwise
  }
  const value = Number(text)
  if (Number.isInteger(value) && value > 0 && value < 65_536) {
    return value
  }
  throw new Error(`${name} must be a port number from 1 to 65535, not “${text}”.`)
}
