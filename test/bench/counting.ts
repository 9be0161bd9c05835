/** The product bundled beside the Worker that counts what it does, and keeps note of which of its modules were run. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../.run/child'

/** esbuild's wrapper of a module that is run when it is first needed. */
const ESM_WRAPPER = 'var __esm = (fn, res, err) => function __init() {\n'
const NOTED = `${ESM_WRAPPER}  if (fn) (globalThis.benchLoaded ??= []).push(__getOwnPropNames(fn)[0]);\n`

/** @param code the product's bundle, not minified */
export function countingModules(code: string): Record<string, string> {
  if (!code.includes(ESM_WRAPPER)) {
    throw new Error('The bundle wraps its modules in another way than expected.')
  }
  return {
    'main.js': readFileSync(join(ROOT, 'test', 'bench', 'counting-worker.js'), 'utf8'),
    'product.js': code.replace(ESM_WRAPPER, NOTED),
  }
}
