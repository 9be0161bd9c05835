/** What is uploaded, how long an isolate takes to start, and what an event makes it load. */
import type { Miniflare } from 'miniflare'
import { type Figure, median, medianRatio } from './figures'
import { type Bundle, startBare, startProduct } from './workers'

/** With everything: imports, lost sales, later the API. Before those it was 380. */
const BUDGET_KIB = 450
/** The product's first answer against a bare Worker's. */
const BUDGET_START = 1.8
const STARTS = 9
/** What only pages need: sign-in, views, and the pages themselves. */
const PAGES_ONLY = /better-auth|better-call|better-fetch|kysely|^views\/|^src\/web\/(?!status)|hono\/.*jsx/
const MOST_NAMED = 3

/** @param bundles minified @param loaded the modules that ran before an event was accepted */
export async function sizeFigures(bundles: { product: Bundle; bare: string }, loaded: string[]): Promise<Figure[]> {
  const foreign = loaded.filter((module) => PAGES_ONLY.test(module))
  const took: { product: number[]; bare: number[] } = { product: [], bare: [] }
  for (let n = 0; n < STARTS; n += 1) {
    took.bare.push(await firstAnswer(() => startBare(bundles.bare)))
    took.product.push(await firstAnswer(() => startProduct({ modules: bundles.product.modules })))
  }
  const ratio = medianRatio(took.product, took.bare)
  return [
    {
      what: 'Worker, compressed',
      budget: `≤ ${BUDGET_KIB} KiB`,
      measured: `**${bundles.product.gzipKiB.toFixed(0)} KiB**`,
      met: bundles.product.gzipKiB <= BUDGET_KIB,
    },
    {
      what: 'sign-in code an event loads',
      budget: 'none',
      measured:
        foreign.length === 0
          ? `**none** (${loaded.length} modules ran)`
          : `**${foreign.length}** of ${loaded.length} modules: ${foreign.slice(0, MOST_NAMED).join(', ')}`,
      met: foreign.length === 0,
    },
    {
      what: 'runtime and Worker started, first answer',
      budget: `≤ ${BUDGET_START}×`,
      measured: `**${ratio.toFixed(2)}×** the bare Worker's (${median(took.product).toFixed(0)} ms)`,
      met: ratio <= BUDGET_START,
    },
  ]
}

async function firstAnswer(start: () => Miniflare): Promise<number> {
  const began = performance.now()
  const miniflare = start()
  const answer = await fetch(new URL('/healthz', await miniflare.unsafeGetDirectURL()))
  await answer.text()
  const took = performance.now() - began
  await miniflare.dispose()
  return took
}
