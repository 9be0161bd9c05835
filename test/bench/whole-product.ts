/** The whole product on a state of its own, for what is measured as its merchant meets it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareDemo } from '../../.run/demo/prepare'
import { startProduct } from '../../.run/product'
import type { Served } from '../journeys/served'
import type { Figure } from './figures'

const PORTS = { port: 18_797, thinkificPort: 18_798 }

export async function inWholeProduct(measure: (served: Served) => Promise<Figure[]>): Promise<Figure[]> {
  const stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-bench-'))
  const product = await startProduct({ ...PORTS, stateDir, thinkificApiUrl: null })
  try {
    const { address, simulator } = product
    return await measure({ address, simulator: simulator ?? '', demo: await prepareDemo(product) })
  } finally {
    await product.stop()
    rmSync(stateDir, { recursive: true, force: true })
  }
}
