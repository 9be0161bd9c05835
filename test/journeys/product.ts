/** Starts the whole product, demo included, on fresh state for the journeys, and ends it after them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensureBuilt } from '../../.run/built.ts'
import { type Demo, prepareDemo } from '../../.run/demo/prepare'
import { startProduct } from '../../.run/product'

declare module 'vitest' {
  interface ProvidedContext {
    address: string
    simulator: string
    demo: Demo
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuilt()
  const stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-state-'))
  const product = await startProduct({ port: 18_787, thinkificPort: 18_788, stateDir, thinkificApiUrl: null })
  project.provide('address', product.address)
  project.provide('simulator', product.simulator ?? '')
  project.provide('demo', await prepareDemo(product))
  return async () => {
    await product.stop()
    rmSync(stateDir, { recursive: true, force: true })
  }
}
