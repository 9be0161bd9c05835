/**
 * Measures one part of the bench, in a process of its own: `part.ts <name> <folder>`. The folder holds the bundles; what
 * was measured goes there as `<name>.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Operations } from '../../.run/costs'
import { burstFigures } from './burst'
import { callFigures } from './calls'
import { customerFigures } from './customers'
import type { Figure } from './figures'
import { importFigures } from './imports'
import { intakeFigures } from './intake'
import { journalFigures } from './journals'
import { ledgerFigures } from './ledger'
import { matchingFigures } from './matching'
import { pageFigures } from './pages'
import { platformFigures } from './platform'
import { realBurstFigures } from './real-bursts'
import { sizeFigures } from './size'
import { startFigures } from './start'
import { waitingFigures } from './waiting'
import type { Bundles } from './workers'

/** What a part reports; `perEvent` is the platform's alone. */
export interface Measured {
  figures: Figure[]
  perEvent?: Operations
}

const MOST_CUSTOMERS = 1_000_000
const SIZES = [1_000, 100_000, MOST_CUSTOMERS]

const PARTS: Record<string, (bundles: Bundles) => Promise<Measured>> = {
  start: async () => ({ figures: await startFigures() }),
  intake: async (bundles) => ({ figures: await intakeFigures(bundles) }),
  calls: async () => ({ figures: await callFigures() }),
  burst: async () => ({ figures: await burstFigures() }),
  'real-bursts': async () => ({ figures: await realBurstFigures() }),
  imports: async () => ({ figures: await importFigures() }),
  matching: async () => ({ figures: await matchingFigures() }),
  journal: async () => ({ figures: [...(await journalFigures(SIZES)), ...(await customerFigures(MOST_CUSTOMERS))] }),
  ledger: async () => ({ figures: await ledgerFigures(SIZES) }),
  waiting: async ({ plain }) => ({ figures: await waitingFigures(plain.modules) }),
  pages: async ({ plain }) => ({ figures: await pageFigures(plain.modules) }),
  platform: async (bundles) => {
    const { figures, perEvent, loaded } = await platformFigures(bundles.plain.modules)
    return { figures: [...(await sizeFigures(bundles, loaded)), ...figures], perEvent }
  },
}

const [name = '', folder = ''] = process.argv.slice(2)
const measure = PARTS[name]
if (measure === undefined) {
  throw new Error(`There is no part called ${name}.`)
}
const bundles = JSON.parse(readFileSync(join(folder, 'bundles.json'), 'utf8')) as Bundles
writeFileSync(join(folder, `${name}.json`), JSON.stringify(await measure(bundles)))
process.exit(0)
