/** Jobs that the journal runs without knowing them: each is loaded when it first runs, so that no event waits for it. */
import type { Env } from '../../env'
import type { JobKind } from '../../journal/jobs/job'
import { ReportedIndex } from '../../journal/lost-sales/reported-index'
import type { CompareSalesKind } from './compare-sales'
import { COMPARE_SALES, SETTLE_SALES } from './kind-ids'
import type { SettleSalesKind } from './settle-sales'

/** Made once for each journal. */
export function createLostSaleKinds(env: Env): JobKind[] {
  const index = new ReportedIndex()
  const compareSales: CompareSalesKind = {
    id: COMPARE_SALES,
    stoppable: true,
    title: () => 'Comparing SamCart’s sales with what was reported',
    begin: () => ({ round: null, failures: 0, pauses: 0, found: 0 }),
    runSlice: async (job, context) => {
      const { createComparisonPorts, runComparison } = await import('./parts')
      return runComparison(createComparisonPorts(env), index, job, context)
    },
  }
  const settleSales: SettleSalesKind = {
    id: SETTLE_SALES,
    stoppable: 'by anyone',
    title: ({ what }) => `Adding: ${what}`,
    begin: () => ({ total: null, next: 0, open: [], settled: 0, failed: 0 }),
    runSlice: async (job, context) => (await import('./parts')).runSettling(job, context),
  }
  return [compareSales, settleSales] as unknown as JobKind[]
}
