/** Copies what the browser loads into .assets/ under names that carry a hash of the content, so that they can be cached for good. */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const source = join(root, 'views', 'assets')
const target = join(root, '.assets')
const htmx = join(root, 'node_modules', 'htmx.org', 'dist', 'htmx.min.js')

const files = [htmx, ...readdirSync(source).map((name) => join(source, name))].filter(existsSync)
const names: Record<string, string> = {}

rmSync(join(target, 'assets'), { recursive: true, force: true })
mkdirSync(join(target, 'assets'), { recursive: true })
for (const file of files) {
  const extension = extname(file)
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 10)
  const hashed = `${basename(file, extension)}.${hash}${extension}`
  copyFileSync(file, join(target, 'assets', hashed))
  names[basename(file)] = `/assets/${hashed}`
}
// Asset hits never run the Worker, so their headers are said here.
writeFileSync(
  join(target, '_headers'),
  '/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n  X-Content-Type-Options: nosniff\n',
)
writeFileSync(join(target, 'names.json'), `${JSON.stringify(names, null, 2)}\n`)
writeFileSync(join(target, '.assetsignore'), 'names.json\n')
