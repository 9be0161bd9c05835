/** D1 is asked through drizzle; SQL as text is for hot paths. */
import type { Check } from './check'
import type { Module } from './module'

interface HotPath {
  path: string
  reason: string
}

const HOT_PATHS: readonly HotPath[] = [
  { path: 'src/limits/limited-database.ts', reason: 'Passes statements on, and gives each a limit.' },
  { path: 'src/intake/endpoint-copy.ts', reason: 'Read for every event; intake loads no drizzle.' },
  {
    path: 'src/dispatch/batch-settings.ts',
    reason: 'Join order and index are fixed, so that matching does not grow with rules.',
  },
  { path: 'src/products/seen.ts', reason: 'One statement with JSON for all products of a batch.' },
]

export function rawSql(modules: Module[], hotPaths = HOT_PATHS): Check {
  const raw = modules.filter(({ statements }) => statements.length > 0)
  const findings = raw
    .filter(({ path }) => !hotPaths.some((hot) => hot.path === path))
    .flatMap(({ path, statements }) =>
      statements.map(({ line, call }) => ({
        where: `${path}:${line}`,
        says: `${call} outside the hot paths; use drizzle`,
      })),
    )
  const stale = hotPaths
    .filter((hot) => !raw.some(({ path }) => path === hot.path))
    .map(({ path }) => ({ where: '.run/house/raw-sql.ts', says: `${path} has no SQL as text` }))
  const figure = `${findings.length} statements outside ${hotPaths.length} hot paths`
  return { name: 'SQL through drizzle', figure, findings: [...findings, ...stale] }
}
