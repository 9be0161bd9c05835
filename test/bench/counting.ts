/** The product bundled beside the Worker that counts what it does, and keeps note of which of its modules were run. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../.run/child'

/** The bundler's line above each module. */
const MODULE = /^\/\/ ((?:node_modules|src|views|\.assets)\/\S+)$/
/** Its wrapper of a module that is run when it is first needed. */
const WRAPPED = /= __esmMin\(\((?:async )?\(\) => \{$/

/** @param code the product's bundle, not minified */
export function countingModules(code: string): Record<string, string> {
  return {
    'main.js': readFileSync(join(ROOT, 'test', 'bench', 'counting-worker.js'), 'utf8'),
    'product.js': noteModules(code),
  }
}

function noteModules(code: string): string {
  let module = ''
  let wrapped = 0
  const lines = code.split('\n').map((line) => {
    module = MODULE.exec(line)?.[1] ?? module
    if (!WRAPPED.test(line)) {
      return line
    }
    wrapped += 1
    return `${line}(globalThis.benchLoaded ??= []).push(${JSON.stringify(module)});`
  })
  if (wrapped === 0 || module === '') {
    throw new Error('The bundle wraps its modules in another way than expected.')
  }
  return lines.join('\n')
}
