/** Where a file changes something that is stored: D1, KV, the queue, an object, a session. */
import { type ESTree, Visitor } from 'rolldown/utils'

export interface Change {
  line: number
  call: string
  /** The exported function it is in; null: any function of the file may reach it. */
  within: string | null
}

export interface MethodCall {
  line: number
  /** The last name of what the method is called on: `db`, `COPIES`, `getByName()`. */
  receiver: string
  method: string
  within: string | null
}

type Line = (offset: number) => number

/** D1, as it is and by drizzle. */
const DATABASE = /^(db|d1|DB|drizzle\(\))$/

/** Every call of a method by its name, and every method that is taken off what it belongs to. */
export function methodCalls(program: ESTree.Program, line: Line): MethodCall[] {
  const calls: MethodCall[] = []
  for (const statement of program.body) {
    const within = exportedFunction(statement)
    new Visitor({
      CallExpression({ callee }) {
        const method = callee.type === 'MemberExpression' ? methodName(callee) : null
        if (callee.type === 'MemberExpression' && method !== null) {
          calls.push({ line: line(callee.property.start), receiver: lastName(callee.object), method, within })
        }
      },
      VariableDeclarator({ id, init }) {
        const receiver = init === null ? '' : lastName(init)
        if (id.type === 'ObjectPattern' && (DATABASE.test(receiver) || receiver === 'getByName()')) {
          for (const property of id.properties) {
            if (property.type === 'Property' && property.key.type === 'Identifier') {
              calls.push({ line: line(property.start), receiver, method: property.key.name, within })
            }
          }
        }
      },
    }).visit({ ...program, body: [statement] })
  }
  return calls
}

/** D1 by drizzle, KV, the queue and the mailer. Sets and maps delete as well, so the receiver's name decides. */
export function changesOf(calls: MethodCall[]): Change[] {
  return calls
    .filter(
      ({ receiver, method }) =>
        (DATABASE.test(receiver) && ['insert', 'update', 'delete', 'exec', 'run', 'transaction'].includes(method)) ||
        (/^copies$/i.test(receiver) && ['put', 'delete'].includes(method)) ||
        (/^(EVENTS|MAILER)$/.test(receiver) && method.startsWith('send')),
    )
    .map(({ line, receiver, method, within }) => ({ line, call: `${receiver}.${method}(…)`, within }))
}

/** The methods of the interfaces a file exports: an object's, where they extend `Rpc`'s. */
export function rpcMethods(program: ESTree.Program): string[] {
  const methods: string[] = []
  new Visitor({
    TSInterfaceDeclaration({ extends: bases, body }) {
      if (bases.some(({ expression }) => lastName(expression) === 'DurableObjectBranded')) {
        for (const member of body.body) {
          if (member.type === 'TSMethodSignature' && member.key.type === 'Identifier') {
            methods.push(member.key.name)
          }
        }
      }
    },
  }).visit(program)
  return methods
}

function exportedFunction(statement: ESTree.Program['body'][number]): string | null {
  const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null
  return declared?.type === 'FunctionDeclaration' ? (declared.id?.name ?? null) : null
}

/** Of `a.b` and `a['b']`. */
function methodName({ property, computed }: ESTree.MemberExpression): string | null {
  if (computed) {
    return property.type === 'Literal' && typeof property.value === 'string' ? property.value : null
  }
  return property.type === 'Identifier' ? property.name : null
}

function lastName(node: ESTree.Node): string {
  switch (node.type) {
    case 'Identifier':
      return node.name
    case 'MemberExpression':
      return node.property.type === 'Identifier' ? node.property.name : ''
    case 'CallExpression':
      return `${lastName(node.callee)}()`
    case 'AwaitExpression':
      return lastName(node.argument)
    case 'ParenthesizedExpression':
      return lastName(node.expression)
    default:
      return ''
  }
}
