/** What `npm ci` builds for `npm start`, and whether it is what today's code would build. Node runs this file as it is. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run } from './child.ts'
import { buildAlone } from './sole-build.ts'

const FOLDER = join(ROOT, '.built')

export const BUILT = {
  folder: FOLDER,
  /** The Worker's modules, with their source maps. */
  worker: join(FOLDER, 'worker'),
  /** What `npm start` runs, in one module. */
  start: join(FOLDER, 'start.js'),
  /** Miniflare's options, as wrangler reads them from wrangler.toml. */
  options: join(FOLDER, 'options.json'),
  /** D1's migrations, each split into statements. */
  migrations: join(FOLDER, 'migrations.json'),
  /** Miniflare's files of an empty D1 with all of them applied, which takes a sixth of a first start. */
  database: join(FOLDER, 'database'),
  /** A state with the demo in it, for a first start. Only `npm ci` makes one, and not always. */
  demo: join(FOLDER, 'demo'),
  /** Hash of all that was built from. Written last. */
  source: join(FOLDER, 'source'),
  /** Stands while a build is under way. */
  building: join(FOLDER, 'building'),
}

const SOURCES = ['src', 'views', 'migrations', '.run', 'test/simulator', 'wrangler.toml', 'tsconfig.json']
/** What is installed, by npm's own account. */
const INSTALLED = 'node_modules/.package-lock.json'

export function hashSource(): string {
  const hash = createHash('sha256')
  for (const file of [...SOURCES.flatMap(listFiles), INSTALLED].sort()) {
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}

/** Builds where the code has changed since. Throws where it does not build; the reason is printed. */
export async function ensureBuilt(): Promise<void> {
  if (isBuilt()) {
    return
  }
  await buildAlone(BUILT.building, async () => {
    // Another start may have built it meanwhile.
    if (isBuilt()) {
      return
    }
    console.log('Building Enrollwire: the code has changed …')
    const { code } = await run('tsx', ['.run/build.ts'])
    if (code !== 0) {
      throw new Error('Enrollwire does not build. The reason is above.')
    }
  })
}

function isBuilt(): boolean {
  return existsSync(BUILT.source) && readFileSync(BUILT.source, 'utf8') === hashSource()
}

function listFiles(path: string): string[] {
  if (statSync(join(ROOT, path)).isFile()) {
    return [path]
  }
  return readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath.slice(ROOT.length + 1), entry.name))
}
