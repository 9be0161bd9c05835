/** The product's modules beside the Worker that counts what it does, each with a line that notes what of the source it runs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../.run/child'

/** The bundler's line above each file of the source. */
const FILE = /^\/\/ ((?:node_modules|src|views|\.assets)\/\S+)$/gm

/** @param product its modules, not minified */
export function countingModules(product: Record<string, string>): Record<string, string> {
  const noted = Object.entries(product).map(([name, code]) => {
    const files = [...code.matchAll(FILE)].map(([, file]) => file)
    return [name, `${code}\n(globalThis.benchLoaded ??= []).push(...${JSON.stringify(files)});\n`]
  })
  if (!noted.some(([, code]) => code?.includes('"src/index.ts"'))) {
    throw new Error('The bundle names its files in another way than expected.')
  }
  return {
    'main.js': readFileSync(join(ROOT, 'test', 'bench', 'counting-worker.js'), 'utf8'),
    ...Object.fromEntries(noted),
  }
}
