/** `npm start`: runs what `npm ci` built. Plain JavaScript, so that what is compiled is kept from the first file with types on. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

console.log('Starting Enrollwire …')
// Half of the time until it answers would be spent on compiling Miniflare again.
enableCompileCache(join(import.meta.dirname, '..', '.built', 'compiled'))
const { BUILT, ensureBuilt } = await import('./built.ts')
try {
  await ensureBuilt()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
await import(pathToFileURL(BUILT.start).href)
