/** Copies what the browser loads into .assets/ under names that carry a hash of the content, so that they can be cached for good. */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { SHORTEST_PASSWORD } from '../src/accounts/password-rules'
import { DESCRIBED_RESOURCES } from '../src/api/described'
import { buildApiDocument } from '../src/api/openapi'
import { buildConfigurationSchema } from '../src/configuration/published-schema'
import { HSTS } from '../src/http/response-headers'
import { SCHEMAS } from '../src/intake/format-schemas'
import { HOOK_ROUTES } from '../src/intake/hook-routes'
import { buildEventSchema, buildOpenApi } from '../src/intake/openapi'
import { listRecipes } from '../src/web/webhook/recipes'
import { TOKENS } from '../src/web/webhook/recipes/template'
import { SHAPES } from '../views/parts/icon-shapes'
import { buildReference } from './reference/build-reference'

const HASH_LENGTH = 10
const STYLES = 'app.css'
/** As the pages' own, without forms. */
const REFERENCE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
const root = join(import.meta.dirname, '..')
const target = join(root, '.assets')
const source = join(root, 'views', 'assets')
const sources = [
  join(root, 'node_modules', 'htmx.org', 'dist', 'htmx.min.js'),
  ...readdirSync(source)
    .filter((name) => name !== STYLES)
    .map((name) => join(source, name)),
]

mkdirSync(join(target, 'assets'), { recursive: true })
// The Worker reads these through its own assets: what is asked once in a while has no place in the bundle.
const api = JSON.stringify(buildApiDocument(DESCRIBED_RESOURCES))
const hooks = JSON.stringify(buildOpenApi(HOOK_ROUTES.all, SCHEMAS))
const own = {
  'passwords.txt': commonPasswords(),
  'api.json': api,
  'openapi.json': hooks,
  'event-schema.json': JSON.stringify(buildEventSchema()),
  'configuration-schema.json': JSON.stringify(buildConfigurationSchema()),
  'recipes.json': JSON.stringify(listRecipes(TOKENS)),
}
const made = { ...own, [STYLES]: packed(`${readFileSync(join(source, STYLES), 'utf8')}${iconStyles()}`) }
for (const [name, text] of Object.entries(made)) {
  write(name, text)
  sources.push(join(target, name))
}
const names = Object.fromEntries(sources.map((file) => [basename(file), `/assets/${hashedName(file)}`]))
for (const file of sources) {
  const copy = join(target, 'assets', hashedName(file))
  if (!existsSync(copy)) {
    copyFileSync(file, copy)
  }
}
for (const file of readdirSync(join(target, 'assets'))) {
  if (!Object.values(names).includes(`/assets/${file}`)) {
    rmSync(join(target, 'assets', file))
  }
}
write('names.json', `${JSON.stringify(names, null, 2)}\n`)
writeReference()
write('.assetsignore', ['names.json', ...Object.keys(made), ''].join('\n'))
// Asset hits never run the Worker, so their headers are said here.
const shared = ['X-Content-Type-Options: nosniff', `Strict-Transport-Security: ${HSTS}`]
const headers = {
  '/assets/*': ['Cache-Control: public, max-age=31536000, immutable', ...shared],
  '/reference/*': [
    'Cache-Control: public, max-age=300',
    `Content-Security-Policy: ${REFERENCE_POLICY}`,
    'Referrer-Policy: same-origin',
    'X-Frame-Options: DENY',
    ...shared,
  ],
}
write(
  '_headers',
  Object.entries(headers)
    .map(([path, lines]) => `${[path, ...lines].join('\n  ')}\n`)
    .join(''),
)

/** Pages of the reference are assets too: an operator's Worker runs nothing for them. */
function writeReference(): void {
  const folder = join(target, 'reference')
  mkdirSync(folder, { recursive: true })
  const files = {
    ...buildReference(JSON.parse(hooks), JSON.parse(api), names),
    'client.ts': readFileSync(join(root, 'docs', 'client.ts'), 'utf8'),
  }
  for (const stale of readdirSync(folder).filter((file) => !(file in files))) {
    rmSync(join(folder, stale))
  }
  for (const [file, text] of Object.entries(files)) {
    write(join('reference', file), text)
  }
}

/** One a line, in lower case, between line feeds. Shorter ones are refused anyway. */
function commonPasswords(): string {
  const list = join(root, 'node_modules', '@zxcvbn-ts', 'language-common', 'src', 'passwords.json')
  const all: string[] = JSON.parse(readFileSync(list, 'utf8'))
  const long = all.map((one) => one.toLowerCase()).filter((one) => one.length >= SHORTEST_PASSWORD)
  return `\n${[...new Set(long)].join('\n')}\n`
}

/** A class for each icon, so that a page names it and need not draw it. */
function iconStyles(): string {
  const look = "fill='none' stroke='%23000' stroke-width='1.75' stroke-linecap='round' stroke-linejoin='round'"
  const rules = Object.entries(SHAPES).map(([name, path]) => {
    const svg = `%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' ${look}%3E%3Cpath d='${path}'/%3E%3C/svg%3E`
    return `.icon-${name}{mask-image:url("data:image/svg+xml,${svg}")}`
  })
  return `\n@layer parts {\n${rules.join('\n')}\n}\n`
}

/** Without comments and indents: a fifth of what is sent. */
function packed(styles: string): string {
  return styles.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\n\s+/g, '\n')
}

function hashedName(file: string): string {
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, HASH_LENGTH)
  return `${basename(file, extname(file))}.${hash}${extname(file)}`
}

/** Leaves an unchanged file alone, so that a watching build does not run in circles. */
function write(name: string, text: string): void {
  const path = join(target, name)
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    writeFileSync(path, text)
  }
}
