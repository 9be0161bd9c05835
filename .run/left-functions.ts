/** Functions inside a package's only module that the Worker's bundle does without. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'

interface LeftFunctions {
  /** Beside the module, with the names that its author gave. */
  readable: string
  functions: string[]
}

export const LEFT_FUNCTIONS = new Map<string, LeftFunctions>([
  // Uploads come in pieces of text: nothing is downloaded, handed to a browser's worker, or written as CSV.
  [
    'papaparse/papaparse.min.js',
    {
      readable: 'papaparse.js',
      functions: [
        ...['JsonToCsv', 'NetworkStreamer', 'FileStreamer', 'ReadableStreamStreamer', 'DuplexStreamStreamer'],
        ...['newWorker', 'getWorkerBlob', 'mainThreadReceivedMessage', 'workerThreadReceivedMessage', 'completeWorker'],
      ],
    },
  ],
])

/** @param file the module's */
export function leaveFunctions(file: string, { readable, functions }: LeftFunctions): string {
  const code = readFileSync(join(dirname(file), readable), 'utf8')
  const known = listFunctions(parseAst(code))
  const bodies = functions.map((name) => {
    const found = known.find((one) => one.id?.name === name)
    if (found === undefined) {
      throw new Error(`It has no function ${name}, which left-functions.ts names.`)
    }
    return { name, ...found.body }
  })
  return bodies
    .sort((one, other) => other.start - one.start)
    .reduce(
      (rest, { name, start, end }) =>
        `${rest.slice(0, start)}{ throw new Error("${name} is left out of this build: see .run/left-functions.ts") }${rest.slice(end)}`,
      code,
    )
}

interface FunctionNode {
  type: 'FunctionDeclaration'
  id: { name: string } | null
  body: { start: number; end: number }
}

function listFunctions(node: unknown): FunctionNode[] {
  if (node === null || typeof node !== 'object') {
    return []
  }
  const inside = Object.values(node).flatMap(listFunctions)
  return isFunction(node) ? [node, ...inside] : inside
}

function isFunction(node: object): node is FunctionNode {
  return 'type' in node && node.type === 'FunctionDeclaration'
}
