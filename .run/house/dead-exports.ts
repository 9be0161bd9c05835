/** Exports that the product does not need: imported by no other file, or used by tests alone. */
import type { Check, Finding } from './check'
import type { Module } from './module'
import type { Edge, Tree } from './tree'

interface Exception {
  path: string
  /** Left out: every export of the file. */
  name?: string
  reason: string
}

const EXCEPTIONS: readonly Exception[] = [
  { path: 'src/index.ts', reason: 'The entry wrangler.toml names: the handlers, and the classes of its objects.' },
]

/** Of src and views. The project's own commands count as users, tests do not. */
export function deadExports(tree: Tree, edges: Edge[], exceptions = EXCEPTIONS): Check {
  const users = usersOf(edges)
  const used = new Set<Exception>()
  const isExcepted = (path: string, name: string) => {
    const exception = exceptions.find((one) => one.path === path && (one.name ?? name) === name)
    if (exception !== undefined) {
      used.add(exception)
    }
    return exception !== undefined
  }
  const own = [...tree.values()].filter(({ path }) => /^(src|views)\//.test(path))
  const findings = own.flatMap((module) =>
    module.exports.flatMap(({ name, line }): Finding[] => {
      const { path } = module
      const by = [...(users.get(`${path} ${name}`) ?? []), ...(users.get(`${path} *`) ?? [])]
      const isTested = by.length > 0 && isUsedAtHome(module, name)
      if (by.some((user) => !user.startsWith('test/')) || isTested || isExcepted(path, name)) {
        return []
      }
      const says = by.length === 0 ? 'imported by no other file' : `imported only by tests (${by[0]})`
      return [{ where: `${path}:${line}`, says: `${name}: ${says}` }]
    }),
  )
  const stale = exceptions
    .filter((exception) => !used.has(exception))
    .map(({ path, name }) => ({
      where: '.run/house/dead-exports.ts',
      says: `no exception needed: ${path} ${name ?? ''}`,
    }))
  const total = own.reduce((count, { exports }) => count + exports.length, 0)
  return { name: 'Dead exports', figure: `${findings.length} of ${total}`, findings: [...findings, ...stale] }
}

/** A part of a larger decision, which tests may ask directly: its own file names it more than once, comments aside. */
function isUsedAtHome({ text, comments }: Module, name: string): boolean {
  const code = comments.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
  return code.split(new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`)).length > 2
}

/** By `path name`; a name of `*` stands for an import of everything. */
function usersOf(edges: Edge[]): Map<string, string[]> {
  const users = new Map<string, string[]>()
  for (const { from, to, names } of edges) {
    for (const name of to === null || to === from ? [] : names === 'all' ? ['*'] : names) {
      const key = `${to} ${name}`
      users.set(key, [...(users.get(key) ?? []), from])
    }
  }
  return users
}
