/** Objects and classes of packages of which the Worker's bundle does not keep every method. */
import { parseAst } from 'rolldown/parseAst'

export const KEPT_METHODS = new Map([
  // What better-auth's three endpoints ask of its database.
  [
    'better-auth/dist/db/internal-adapter.mjs',
    ['createSession', 'deleteSession', 'findAccounts', 'findSession', 'findUserByEmail', 'updateSession'],
  ],
  ['better-auth/dist/db/with-hooks.mjs', ['createWithHooks', 'deleteWithHooks', 'updateWithHooks']],
  // Without queries by relation and drizzle's own migrations.
  [
    'drizzle-orm/sqlite-core/dialect.js',
    [
      ...['buildDeleteQuery', 'buildFromTable', 'buildInsertQuery', 'buildJoins', 'buildLimit', 'buildOrderBy'],
      ...['buildSelection', 'buildSelectQuery', 'buildSetOperationQuery', 'buildSetOperations', 'buildUpdateQuery'],
      ...['buildUpdateSet', 'buildWithCTE'],
      ...['escapeName', 'escapeParam', 'escapeString', 'sqlToQuery'],
    ],
  ],
  ['drizzle-orm/sqlite-core/db.js', ['$count', 'delete', 'insert', 'select', 'selectDistinct', 'update']],
  [
    'drizzle-orm/sqlite-core/query-builders/select.js',
    [
      ...[
        '_prepare',
        'as',
        'createJoin',
        'addSetOperators',
        'createSetOperator',
        'execute',
        'from',
        'getSQL',
        'getSelectedFields',
      ],
      ...['getUsedTables', 'groupBy', 'limit', 'orderBy', 'where'],
    ],
  ],
  [
    'drizzle-orm/sqlite-core/query-builders/update.js',
    ['_prepare', 'createJoin', 'execute', 'getSQL', 'returning', 'set', 'where'],
  ],
  ['drizzle-orm/sqlite-core/query-builders/delete.js', ['_prepare', 'execute', 'getSQL', 'returning', 'where']],
  [
    'drizzle-orm/sqlite-core/query-builders/insert.js',
    [
      ...['_prepare', 'execute', 'getSQL', 'onConflictDoNothing', 'onConflictDoUpdate', 'returning', 'select'],
      'values',
    ],
  ],
])

/** @param code of a module with classes, or in which one function ends by returning an object literal */
export function keepMethods(code: string, kept: string[]): string {
  const properties = [...returned(code), ...ofClasses(code)]
  const missing = kept.filter((name) => !properties.some((one) => one.name === name))
  if (missing.length > 0) {
    throw new Error(`It has no method ${missing.join(', ')}, which kept-methods.ts names.`)
  }
  const left = properties.filter(({ name }) => !kept.includes(name)).sort((a, b) => a.start - b.start)
  return left.reduceRight((rest, { name, start, end }) => {
    const refusal = `${name}() { throw new Error("${name} is left out of this build: see .run/kept-methods.ts") }`
    return rest.slice(0, start) + refusal + rest.slice(end)
  }, code)
}

interface Method {
  name: string
  start: number
  end: number
}

function ofClasses(code: string): Method[] {
  return parseAst(code).body.flatMap((statement) =>
    (statement.type === 'ClassDeclaration' ? statement.body.body : []).flatMap((member) =>
      member.type === 'MethodDefinition' && member.kind === 'method' && member.key.type === 'Identifier'
        ? [{ name: member.key.name, start: member.start, end: member.end }]
        : [],
    ),
  )
}

function returned(code: string): Method[] {
  const functions = parseAst(code).body.flatMap((statement) => {
    if (statement.type === 'VariableDeclaration') {
      return statement.declarations.map(({ init }) => init)
    }
    return statement.type === 'FunctionDeclaration' ? [statement] : []
  })
  return functions.flatMap((one) => {
    const body = one !== null && 'body' in one && one.body !== null && 'body' in one.body ? one.body.body : []
    const last = Array.isArray(body) ? body.at(-1) : undefined
    const object = last?.type === 'ReturnStatement' && last.argument?.type === 'ObjectExpression' ? last.argument : null
    return (object?.properties ?? []).flatMap((property) =>
      property.type === 'Property' && property.key.type === 'Identifier'
        ? [{ name: property.key.name, start: property.start, end: property.end }]
        : [],
    )
  })
}
