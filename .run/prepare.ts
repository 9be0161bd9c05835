/** After `npm ci`: builds what `npm start` runs, and prepares the demo for the first start. */
import './build'
import { BUILT } from './built.ts'
import { prepareAhead } from './demo/prepare-ahead'
import { PORTS } from './ports'

// Cloudflare's own builds only deploy, so nothing is started there.
if (!process.env.WORKERS_CI) {
  try {
    await prepareAhead(BUILT.demo, PORTS.product, PORTS.thinkific)
  } catch (error) {
    console.log(`The demo could not be prepared now, so the first start sets it up: ${(error as Error).message}`)
  }
}
