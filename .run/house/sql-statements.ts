/** Where a file hands D1 a statement as SQL text. */
import { type ESTree, Visitor } from 'rolldown/utils'

export interface Statement {
  line: number
  call: string
}

export function sqlStatements(program: ESTree.Program, line: (offset: number) => number): Statement[] {
  const statements: Statement[] = []
  new Visitor({
    CallExpression(node) {
      const call = sqlCall(node)
      if (call !== null) {
        statements.push({ line: line(node.callee.end), call })
      }
    },
  }).visit(program)
  return statements
}

/**
 * D1's own prepare and exec, and drizzle given a whole statement instead of a query. A `sql` fragment inside a drizzle
 * query is drizzle. Objects' SQLite also has `exec` (no `prepare`), so D1's is recognized by its receiver.
 */
function sqlCall({ callee, arguments: [first] }: ESTree.CallExpression): string | null {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || first === undefined) {
    return null
  }
  const method = callee.property.name
  const receiver = nameOf(callee.object)
  if (method === 'prepare' || (method === 'exec' && /^(db|d1)$/i.test(receiver))) {
    return `${method}(…)`
  }
  if (method === 'raw' && receiver === 'sql') {
    return 'sql.raw(…)'
  }
  const isWhole = first.type === 'TaggedTemplateExpression' && nameOf(first.tag) === 'sql'
  return isWhole && ['run', 'all', 'get', 'values'].includes(method) ? `${method}(sql…)` : null
}

function nameOf(node: ESTree.Expression | ESTree.Super): string {
  if (node.type === 'MemberExpression') {
    return node.property.type === 'Identifier' ? node.property.name : ''
  }
  return node.type === 'Identifier' ? node.name : ''
}
