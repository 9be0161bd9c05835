/** What `npm start` runs once it is built. */
import { runLocally } from './local'

await runLocally()
