/**
 * `npm run bench`: design's budgets as a table of what was measured. Exits 0 whether they are met or not. Arguments name
 * parts to measure alone: intake calls burst matching journal ledger pages platform. `--keep` writes the operations counted
 * per event into operations.json, which the operator's guide prices.
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { burstFigures } from '../test/bench/burst'
import { callFigures } from '../test/bench/calls'
import { type Figure, table } from '../test/bench/figures'
import { intakeFigures } from '../test/bench/intake'
import { journalFigures } from '../test/bench/journals'
import { ledgerFigures } from '../test/bench/ledger'
import { matchingFigures } from '../test/bench/matching'
import { pageFigures } from '../test/bench/pages'
import { platformFigures } from '../test/bench/platform'
import { sizeFigures } from '../test/bench/size'
import { bundleBare, bundleProduct } from '../test/bench/workers'
import { ROOT } from './child'

const SIZES = [1_000, 100_000, 1_000_000]
const OPERATIONS = join(ROOT, '.run', 'operations.json')
const KEEP = '--keep'

const wanted = process.argv.slice(2).filter((argument) => argument !== KEEP)
const figures: Figure[] = []
const [cpu] = cpus()
const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`
const today = new Date().toISOString().slice(0, 10)
console.log(`${today}, ${machine}\n`)

const bundles = { product: await bundleProduct(true), plain: (await bundleProduct(false)).code, bare: bundleBare() }
await part('intake', () => intakeFigures({ product: bundles.product.code, bare: bundles.bare }))
await part('calls', callFigures)
await part('burst', burstFigures)
await part('matching', matchingFigures)
await part('journal', () => journalFigures(SIZES))
await part('ledger', () => ledgerFigures(SIZES))
await part('pages', () => pageFigures(bundles.plain))
await part('platform', platform)

console.log(table(figures))
const missed = figures.filter(({ met }) => met === false).length
console.log(`\n${figures.filter(({ met }) => met).length} budgets met, ${missed} missed`)
process.exit(0)

/** A part that cannot be measured is a line of the table, not the end of the bench. */
async function part(name: string, measure: () => Promise<Figure[]>): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return
  const began = performance.now()
  try {
    figures.push(...(await measure()))
  } catch (error) {
    figures.push({ what: name, budget: null, measured: `not measured: ${String(error)}`, met: null })
  }
  console.error(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`)
}

async function platform(): Promise<Figure[]> {
  const { figures: priced, perEvent, loaded } = await platformFigures(bundles.plain)
  if (process.argv.includes(KEEP)) {
    const kept = { measured: today, perEvent: Object.fromEntries(Object.entries(perEvent).map(rounded)) }
    writeFileSync(OPERATIONS, `${JSON.stringify(kept, null, 2)}\n`)
  }
  return [...(await sizeFigures(bundles, loaded)), ...priced]
}

function rounded([what, times]: [string, number]): [string, number] {
  return [what, Number(times.toFixed(2))]
}
