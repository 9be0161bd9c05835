/** Functions inside a package's only module that the Worker's bundle does without. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'rolldown'
import { parseAst } from 'rolldown/parseAst'

interface Left {
  /** Beside the module, with the names that its author gave. */
  readable: string
  functions: string[]
}

const LEFT = new Map<string, Left>([
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

/** Of one build, which fails where a package no longer has one of them. */
export function leaveFunctionsOut(left = LEFT): Plugin {
  return {
    name: 'left-functions',
    load: {
      filter: { id: [...left.keys()].map((module) => new RegExp(`/node_modules/${module}$`)) },
      handler: (id) => {
        const [, { readable, functions }] = [...left].find(([module]) => id.endsWith(module)) ?? [null, NOTHING]
        return withoutFunctions(readFileSync(join(dirname(id), readable), 'utf8'), functions)
      },
    },
  }
}

const NOTHING: Left = { readable: '', functions: [] }

function withoutFunctions(code: string, names: string[]): string {
  const bodies = names.map((name) => {
    const found = listFunctions(parseAst(code)).find((one) => one.id?.name === name)
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
