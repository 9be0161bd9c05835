/**
 * Pages and the API change nothing themselves: they call commands.
 *
 * What changes D1, KV, the queue or a session is a command's, in a file named `commands.ts` or `…-commands.ts`; and what
 * imports a change and is no command file counts as a change itself, so that nothing leads around them. A file of `web` or
 * `api` may import all of a command file, and of the others what changes nothing. Of an object it may call the methods named
 * below, which read; a method added to an object is forbidden until it is named.
 */
import { type Change, changesOf } from './changes'
import type { Check, Finding } from './check'
import { lineCounter } from './lines'
import type { Module } from './module'
import type { Edge } from './tree'

interface Exception {
  path: string
  reason: string
}

const COMMANDS = /^src\/.*(^|[/-])commands\.ts$/

/** What web and api may import although it writes. */
const IMPORTABLE: readonly Exception[] = [
  { path: 'src/accounts/session.ts', reason: 'Extends the session that asks, or ends one that is too old.' },
  { path: 'src/http/status-copy.ts', reason: 'Keeps a copy of what was read.' },
  { path: 'src/accounts/api-tokens.ts', reason: 'Says when a token was last used.' },
  { path: 'src/accounts/throttle.ts', reason: 'Counts tries, whatever is tried.' },
]

/** What leads to a kind's methods and to nothing else; those that change something are forbidden by their names. */
const REGISTRIES = ['src/integrations/index.ts', 'src/alerts/index.ts']

/** Methods of the journal and the site that change nothing a person could see. */
const READS = new Set([
  // They count requests, and keep what was answered: no one's data.
  ...['admitApiRequest', 'endApiRequest'],
  ...[
    'causes',
    'choosable',
    'concerns',
    'customer',
    'earlierPurchases',
    'customers',
    'differenceCounts',
    'differences',
    'orders',
    'entry',
    'explain',
    'findUndo',
    'firing',
    'firings',
    'health',
    'import',
    'importOrders',
    'imports',
    'countHolders',
    'listHolders',
    'jobs',
    'log',
    'lostSale',
    'lostSales',
  ],
  ...[
    'lookUp',
    'notUnderstoodWords',
    'overview',
    'productFigures',
    'received',
    'refreshProgress',
    'refused',
    'seen',
    'sharers',
    'sitesLeft',
    'status',
  ],
])

/** Bindings that only commands use, but for what KV answers. */
const OTHER_BINDINGS = /\b(COPIES|EVENTS|MAILER)\b(?!\.(get|getWithMetadata|list)\()/g
/** A hash is updated as well. */
const HASHES = /^createH(ash|mac)\(\)$/

/** Makes better-auth's API, which writes accounts and sessions. */
const OPENS_ACCOUNTS = 'loadAuth'
const BUILDS_ROWS = 'insertWhere'

type Changing = Map<string, Set<string> | 'all'>

export function commandsOnly(modules: Module[], edges: Edge[], importable = IMPORTABLE): Check {
  const outside = modules.filter(({ path }) => !isWeb(path))
  const changing = findChanging(outside, edges)
  const forbidden = new Set(modules.flatMap(({ rpcMethods }) => rpcMethods).filter((method) => !READS.has(method)))
  const web = modules.filter(({ path }) => isWeb(path))
  const findings = [
    ...web.flatMap((module) => ownChanges(module, forbidden)),
    ...edges.filter(({ from }) => isWeb(from)).flatMap((edge) => importedChanges(edge, changing, importable)),
  ]
  const commands = modules.filter(({ path }) => COMMANDS.test(path)).length
  return {
    name: 'Pages change by commands',
    figure: `${findings.length} changes by web or api itself; ${commands} command files`,
    findings: [
      ...findings,
      ...importable.flatMap(({ path }) =>
        edges.some(({ from, to, kind }) => isWeb(from) && to === path && kind === 'value') ? [] : [stale(path)],
      ),
    ],
  }
}

function ownChanges({ path, text, calls }: Module, forbidden: Set<string>): Finding[] {
  const rpc = calls
    // zod's are no object's.
    .filter(({ receiver, method }) => forbidden.has(method) && receiver !== 'z')
    .map(({ line, receiver, method }) => ({ line, call: `${receiver}.${method}(…)` }))
  // Whatever the database is called here.
  const writes = calls
    .filter(({ receiver, method }) => ['insert', 'update'].includes(method) && !HASHES.test(receiver))
    .map(({ line, receiver, method }) => ({ line, call: `${receiver}.${method}(…)` }))
  const lineAt = lineCounter(text)
  const named = [...text.matchAll(OTHER_BINDINGS)].map(({ index, 0: call }) => ({ line: lineAt(index), call }))
  const found = [...changesOf(calls), ...rpc, ...writes, ...named]
  const firsts = found.filter(({ line }, at) => found.findIndex((one) => one.line === line) === at)
  return firsts
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, call }) => ({
      where: `${path}:${line}`,
      says: `${path.split('/')[1]} calls ${call} itself; that is for a command`,
    }))
}

function importedChanges({ from, to, line, kind, names }: Edge, changing: Changing, importable: readonly Exception[]) {
  if (to === null || kind === 'type' || COMMANDS.test(to) || importable.some(({ path }) => path === to)) {
    return []
  }
  return takenFrom(changing, to, names).map((name) => ({
    where: `${from}:${line}`,
    says: `${from.split('/')[1]} imports ${name} of ${to}, which changes something and is no command`,
  }))
}

/** Functions that change something, by file, to the last one that leads to a change by an import. */
function findChanging(modules: Module[], edges: Edge[]): Changing {
  const changing: Changing = new Map()
  for (const { path, calls } of modules) {
    addChanges(changing, path, changesOf(calls))
  }
  for (const { path, exports } of modules) {
    if (exports.some(({ name }) => name === OPENS_ACCOUNTS || name === BUILDS_ROWS)) {
      changing.set(path, 'all')
    }
  }
  const imports = edges.filter(({ from, kind }) => !isWeb(from) && !REGISTRIES.includes(from) && kind === 'value')
  for (let size = -1; size !== changing.size; ) {
    size = changing.size
    for (const { from, to, names } of imports) {
      if (to !== null && changing.get(from) !== 'all' && takenFrom(changing, to, names).length > 0) {
        changing.set(from, 'all')
        size = -1
      }
    }
  }
  return changing
}

function addChanges(changing: Changing, path: string, changes: Change[]): void {
  for (const { within } of changes) {
    const known = changing.get(path) ?? new Set<string>()
    changing.set(path, within === null || known === 'all' ? 'all' : known.add(within))
  }
}

function takenFrom(changing: Changing, path: string, names: Edge['names']): string[] {
  const changes = changing.get(path)
  if (changes === undefined) {
    return []
  }
  if (names === 'all') {
    return ['all']
  }
  return changes === 'all' ? names : names.filter((name) => changes.has(name))
}

function isWeb(path: string): boolean {
  return /^src\/(web|api)\//.test(path)
}

function stale(path: string): Finding {
  return { where: '.run/house/commands-only.ts', says: `${path} needs no exception any more` }
}
