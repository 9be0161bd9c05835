/** `npm run dev`: the product as `npm start` runs it, bundled again and reloaded whenever a file is saved. */
import { watch as watchFolder } from 'node:fs'
import { join } from 'node:path'
import { watch } from 'rolldown'
import { ensureBuilt } from './built.ts'
import { workerBundle } from './bundle'
import { ROOT, run } from './child'
import { runLocally } from './local'
import type { Product } from './product'

const ASSETS = join(ROOT, 'views', 'assets')

console.log('Starting Enrollwire for editing …')
await ensureBuilt()
await runLocally(followEdits)

/** A style's new name is compiled into the Worker, so the bundler sees it too. */
function followEdits(product: Product): void {
  watchFolder(ASSETS, () => void run('tsx', ['.run/assets.ts']))
  let began = 0
  let isFirst = true
  watch(workerBundle(false)).on('event', async (event) => {
    if (event.code === 'BUNDLE_START') {
      began = Date.now()
    }
    if (event.code === 'BUNDLE_END') {
      await event.result.close()
      if (!isFirst) {
        await product.reload().then(
          () => console.log(`Reloaded in ${Date.now() - began} ms.`),
          (error: Error) => console.error(error.message),
        )
      }
      isFirst = false
    }
    if (event.code === 'ERROR') {
      console.error(event.error.message)
      await event.result?.close()
    }
  })
}
