/** After `npm ci`: builds what `npm start` runs, and prepares the demo for the first start. */
import './build'
import { BUILT } from './built.ts'
import { prepareAhead } from './demo/prepare-ahead'
import { PORTS } from './ports'

try {
  await prepareAhead(BUILT.demo, PORTS.product, PORTS.thinkific)
} catch (error) {
  console.log(`The demo is set up at the first start, since it could not be now: ${(error as Error).message}`)
}
