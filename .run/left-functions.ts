/** Functions inside a package's module, and methods of its objects, that the Worker's bundle does without. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'

interface LeftFunctions {
  /** Beside the module, with the names that its author gave; absent where it has them itself. */
  readable?: string
  /** Methods of objects as `.name`. */
  functions: string[]
}

export const LEFT_FUNCTIONS = new Map<string, LeftFunctions>([
  // Uploads come in pieces of text: nothing is downloaded, handed to a browser's worker, or written as CSV. Cells stay text,
  // and the header is a row like any other.
  [
    'papaparse/papaparse.min.js',
    {
      readable: 'papaparse.js',
      functions: [
        ...['JsonToCsv', 'NetworkStreamer', 'FileStreamer', 'ReadableStreamStreamer', 'DuplexStreamStreamer'],
        ...['newWorker', 'getWorkerBlob', 'mainThreadReceivedMessage', 'workerThreadReceivedMessage', 'completeWorker'],
        ...['fillHeaderFields', 'shouldApplyDynamicTyping', 'parseDynamic', 'testFloat', 'processRow'],
      ],
    },
  ],
  // Formats of a text, by `z.string()`: schemas here say `z.email()`, `z.uuid()` and `z.iso.datetime()`.
  [
    'zod/v4/classic/schemas.js',
    {
      functions: [
        ...['.email', '.url', '.jwt', '.emoji', '.guid', '.uuid', '.uuidv4', '.uuidv6', '.uuidv7', '.nanoid', '.cuid'],
        ...['.cuid2', '.ulid', '.base64', '.base64url', '.xid', '.ksuid', '.ipv4', '.ipv6', '.cidrv4', '.cidrv6'],
        ...['.e164', '.datetime', '.date', '.time', '.duration'],
      ],
    },
  ],
])

/** @param file the module's */
export function leaveFunctions(file: string, { readable, functions }: LeftFunctions): string {
  const code = readFileSync(readable === undefined ? file : join(dirname(file), readable), 'utf8')
  const known = listBodies(parseAst(code))
  const bodies = functions.map((name) => {
    const found = known.find((one) => one.name === name)
    if (found === undefined) {
      throw new Error(`It has no function ${name}, which left-functions.ts names.`)
    }
    return found
  })
  return bodies
    .sort((one, other) => other.start - one.start)
    .reduce(
      (rest, { name, start, end }) =>
        `${rest.slice(0, start)}{ throw new Error("${name} is left out of this build: see .run/left-functions.ts") }${rest.slice(end)}`,
      code,
    )
}

interface Named {
  name: string
  start: number
  end: number
}

/** Bodies of functions by their names, and of objects' methods by `.name`. */
function listBodies(node: unknown): Named[] {
  if (node === null || typeof node !== 'object') {
    return []
  }
  const inside = Object.values(node).flatMap(listBodies)
  const own = nameBody(node as FunctionNode | MethodNode)
  return own === null ? inside : [own, ...inside]
}

interface Body {
  body: { start: number; end: number }
}

interface FunctionNode extends Body {
  type: 'FunctionDeclaration'
  id: { name: string } | null
}

interface MethodNode {
  type: 'Property'
  method: boolean
  key: { name?: string }
  value: Body
}

function nameBody(node: FunctionNode | MethodNode): Named | null {
  if (node.type === 'FunctionDeclaration') {
    return { name: node.id?.name ?? '', ...node.body }
  }
  return node.type === 'Property' && node.method ? { name: `.${node.key.name}`, ...node.value.body } : null
}
