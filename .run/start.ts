/** `npm start`: runs what `npm ci` built. Node runs this file as it is. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BUILT, ensureBuilt } from './built.ts'

console.log('Starting Enrollwire …')
await ensureBuilt()
// Half of the time until it answers would be spent on compiling Miniflare again.
enableCompileCache(join(BUILT.folder, 'compiled'))
await import(pathToFileURL(BUILT.start).href)
