/**
 * Modules of packages that the Worker's bundle does without, an eighth of it: what they do is never asked for here. A build
 * fails where a package no longer has one, and test/commands/start-signs-in.test.ts signs in, and out, on the bundle.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'rolldown'
import { parseAst } from 'rolldown/parseAst'
import { ROOT } from './child'
import { KEPT_METHODS, keepMethods } from './kept-methods'
import { LEFT_FUNCTIONS, leaveFunctions } from './left-functions'

/** Each export is a function that refuses. */
const REFUSED = [
  // Sign-in elsewhere, and proving an address: src/accounts has its own links.
  '@better-auth/core/dist/social-providers/index.mjs',
  'better-auth/dist/api/routes/email-verification.mjs',
  // Sessions are rows, not tokens that say it all; what is sealed, src/secrets seals.
  'better-auth/dist/crypto/index.mjs',
  'better-auth/dist/crypto/jwt.mjs',
  // Its address is in its settings, and its database is D1.
  '@better-auth/core/dist/utils/host.mjs',
  '@better-auth/memory-adapter/dist/index.mjs',
  // No request reaches its routes, so there is no origin to trust.
  'better-auth/dist/auth/trusted-origins.mjs',
  // Queries are written as joins.
  'drizzle-orm/relations.js',
  'drizzle-orm/sqlite-core/query-builders/query.js',
  // Columns are text and integers, and no foreign key is declared here: migrations are SQL.
  'drizzle-orm/sqlite-core/columns/blob.js',
  'drizzle-orm/sqlite-core/columns/custom.js',
  'drizzle-orm/sqlite-core/columns/numeric.js',
  'drizzle-orm/sqlite-core/columns/real.js',
  // Pages are rendered whole.
  'hono/dist/jsx/components.js',
  'hono/dist/jsx/streaming.js',
  // The Worker renders text; it is no browser.
  'hono/dist/jsx/dom/render.js',
  // A build writes JSON Schemas.
  'zod/v4/core/json-schema-processors.js',
]

/** By the module it stands for: a file of stand-ins/, for what is called all the same. */
const REPLACED = new Map([
  ['@better-auth/core/dist/db/database-index.mjs', 'better-auth-database-index.js'],
  ['@better-auth/core/dist/env/color-depth.mjs', 'better-auth-color-depth.js'],
  ['@better-auth/core/dist/error/codes.mjs', 'better-auth-error-codes.js'],
  ['@better-auth/core/dist/utils/ip.mjs', 'better-auth-ip.js'],
  ['@better-auth/telemetry/dist/index.mjs', 'better-auth-telemetry.js'],
  ['better-auth/dist/api/index.mjs', 'better-auth-api.js'],
  ['better-auth/dist/api/middlewares/origin-check.mjs', 'better-auth-origin-check.js'],
  ['better-auth/dist/utils/url.mjs', 'better-auth-url.js'],
  ['hono/dist/hono.js', 'hono.js'],
  ['hono/dist/jsx/intrinsic-element/components.js', 'hono-jsx-components.js'],
  ['zod/v4/core/memoizer.js', 'zod-memoizer.js'],
  ['zod/v4/core/to-json-schema.js', 'zod-to-json-schema.js'],
])

/** Of one build. */
export function leaveOut(
  refused = REFUSED,
  replaced = REPLACED,
  kept = KEPT_METHODS,
  functions = LEFT_FUNCTIONS,
): Plugin {
  const missing = new Set([...refused, ...replaced.keys(), ...kept.keys(), ...functions.keys()])
  return {
    name: 'left-out',
    load: {
      filter: { id: /\/node_modules\// },
      handler: (id) => {
        const module = id.slice(id.lastIndexOf('/node_modules/') + '/node_modules/'.length)
        if (!missing.delete(module)) {
          return null
        }
        const file = replaced.get(module)
        if (file !== undefined) {
          return readStandIn(file)
        }
        const left = functions.get(module)
        if (left !== undefined) {
          return leaveFunctions(id, left)
        }
        const code = readFileSync(id, 'utf8')
        const methods = kept.get(module)
        return methods === undefined ? refusing(module, code) : keepMethods(code, methods)
      },
    },
    buildEnd: (error) => {
      if (error === undefined && missing.size > 0) {
        throw new Error(`No package has these modules, which left-out.ts names: ${[...missing].join(', ')}`)
      }
    },
  }
}

function readStandIn(file: string): string {
  return readFileSync(join(ROOT, '.run', 'stand-ins', file), 'utf8')
}

function refusing(module: string, code: string): string {
  const exports = namesOf(code).map((name) => `refuse as ${name}`)
  const message = JSON.stringify(`${module} is left out of this build: see .run/left-out.ts`)
  return `function refuse() { throw new Error(${message}) }\nexport { ${exports.join(', ')} }`
}

/** What a module exports. Throws where it passes on all that another one does. */
function namesOf(code: string): string[] {
  return parseAst(code).body.flatMap((statement) => {
    if (statement.type === 'ExportAllDeclaration') {
      throw new Error('A module that exports all of another cannot be left out by name.')
    }
    if (statement.type !== 'ExportNamedDeclaration') {
      return []
    }
    const { declaration, specifiers } = statement
    const named = specifiers.map(({ exported }) => ('name' in exported ? exported.name : exported.value))
    if (declaration === null) {
      return named
    }
    const declared = declaration.type === 'VariableDeclaration' ? declaration.declarations : [declaration]
    return declared.flatMap(({ id }) => (id !== null && 'name' in id ? [id.name] : []))
  })
}
