/** What wrangler uploads, which it runs itself before a deploy. */
import './assets'
import { bundleWorker } from './bundle'

await bundleWorker()
