/**
 * Every await on another part has a limit: what the platform gives bindings to, the entry and the objects, passes
 * them through `limitEnv` before anything else sees them, and only the client with a deadline knows `fetch`.
 */
import type { Check, Finding } from './check'
import { lineCounter } from './lines'
import type { Module } from './module'

const ENTRY = 'src/index.ts'
const AN_OBJECT = /\bextends DurableObject\b/
/** Where the platform's bindings may be named. */
const ALLOWED = [
  /\blimitEnv\(env\)/g,
  /\bsuper\(ctx, env\b/g,
  /\benv: Env\b/g,
  /\((?:\w+(?:: \w+)?, )+env(?:, \w+)*\) =>/g,
]
const BARE = /(?<![.\w'/])env\b(?!')/g
/** Bindings without an entry. */
const GLOBAL_ENV = /import \{[^}]*\benv\b[^}]*\} from 'cloudflare:workers'/g
const FETCH = /(?<![.\w])(?:globalThis\.)?fetch\(/g

interface Exception {
  path: string
  reason: string
}

const FETCHES: readonly Exception[] = [
  {
    path: 'src/imports/samcart-api/key-store.ts',
    reason: 'Handed to client.ts, which gives each call a deadline.',
  },
  {
    path: 'src/integrations/signed-post/sender.ts',
    reason: 'Handed to client/post.ts, which gives each post a deadline.',
  },
  {
    path: 'src/integrations/thinkific/site/open-client.ts',
    reason: 'Handed to the client, which gives each call a deadline.',
  },
]

export function limitedEnv(modules: Module[], fetches = FETCHES): Check {
  const own = modules
    .filter(({ path }) => path.startsWith('src/'))
    .map((module) => ({ ...module, code: blank(module) }))
  const givenBindings = own.filter(({ path, code }) => path === ENTRY || AN_OBJECT.test(code))
  const fetching = own.filter(({ code }) => code.search(FETCH) >= 0)
  const findings = [
    ...givenBindings.flatMap((module) =>
      find(module, without(module.code, ALLOWED), BARE, 'uses a binding without limits; take it from limitEnv(env)'),
    ),
    ...own.flatMap((module) => find(module, module.code, GLOBAL_ENV, 'imports bindings without limits')),
    ...fetching
      .filter(({ path }) => !fetches.some((one) => one.path === path))
      .flatMap((module) => find(module, module.code, FETCH, 'fetches without a deadline')),
  ]
  const stale = fetches
    .filter(({ path }) => !fetching.some((module) => module.path === path))
    .map(({ path }) => ({ where: '.run/house/limited-env.ts', says: `${path} fetches nothing` }))
  const figure = `${findings.length} bare uses in ${givenBindings.length} files that are given bindings`
  return { name: 'Awaits on other parts have limits', figure, findings: [...findings, ...stale] }
}

function find({ path, text }: Module, code: string, what: RegExp, says: string): Finding[] {
  const line = lineCounter(text)
  return [...code.matchAll(what)].map(({ index }) => ({ where: `${path}:${line(index)}`, says }))
}

/** Its code, with spaces where comments and texts are. */
function blank({ text, comments }: Module): string {
  const code = comments.reduce((rest, { start, end }) => {
    return rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end)
  }, text)
  return code.replace(/`(?:[^`\\]|\\.)*`/gs, (quoted) => ' '.repeat(quoted.length))
}

function without(code: string, allowed: RegExp[]): string {
  return allowed.reduce((rest, one) => rest.replace(one, (found) => ' '.repeat(found.length)), code)
}
