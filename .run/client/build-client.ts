/** The TypeScript client, one file for programs to copy: types and functions from the document, the rest as runtime.ts has it. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../child'
import type { OpenApiDocument } from '../openapi/document'
import { writeComponents } from './components'
import { writeFunctions } from './functions'

const HEAD = `/**
 * Enrollwire's API for TypeScript: a function for each call, and no dependencies. Copy this file into your program.
 *
 *     const enrollwire = new Enrollwire({ origin: 'https://enrollwire.example.com', token: process.env.ENROLLWIRE_TOKEN ?? '' })
 *     for await (const product of enrollwire.listProducts()) console.log(product.name)
 *
 * A refusal is thrown as EnrollwireProblem. Each change has an Idempotency-Key, so it is sent again where no answer came.
 * Made from the API's description: npx tsx .run/write-client.ts
 */`
const BIOME = join(ROOT, 'node_modules', '.bin', 'biome')

export function buildClient(document: OpenApiDocument): string {
  const whole = [HEAD, writeComponents(document), readRuntime(), writeClass(document)].join('\n\n')
  return execFileSync(BIOME, ['format', '--stdin-file-path=docs/client.ts'], {
    cwd: ROOT,
    input: whole,
    encoding: 'utf8',
  })
}

function writeClass(document: OpenApiDocument): string {
  return `export class Enrollwire {
    readonly #caller: Caller

    constructor(options: ClientOptions) {
      this.#caller = new Caller(options)
    }

    ${writeFunctions(document)}
  }`
}

/** Its last type is one of the document's. */
function readRuntime(): string {
  const [text = ''] = readFileSync(join(import.meta.dirname, 'runtime.ts'), 'utf8').split('\ninterface Problem {')
  return text
}
