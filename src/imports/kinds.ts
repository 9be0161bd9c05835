/** What an import has the journal do: read its rows, foresee what they would do, run them. The work itself is loaded on first use. */
import type { Env } from '../env'
import type { JobKind } from '../journal/jobs/job'

export interface ImportJob {
  import: string
  /** The file's name. */
  name: string
  /** Which reading or preview of the import it is: an earlier one's work is of no use. */
  turn: number
}

type ImportJobKind = JobKind<ImportJob, object>

export function createImportKinds(env: Env): JobKind[] {
  const begin = () => ({})
  const reading: ImportJobKind = {
    id: 'read-import',
    stoppable: false,
    title: ({ name }) => `Reading “${name}”`,
    begin,
    runSlice: async (job, context) => (await import('./jobs/read-import')).readNextSlice(job.input, context),
  }
  const previewing: ImportJobKind = {
    id: 'preview-import',
    stoppable: false,
    title: ({ name }) => `Previewing “${name}”`,
    begin,
    runSlice: async (job, context) => {
      const { foreseeNextOrders, createForesight } = await import('./jobs/preview-import')
      return foreseeNextOrders(job, context, createForesight(env))
    },
  }
  const running: ImportJobKind = {
    id: 'run-import',
    stoppable: true,
    title: ({ name }) => `Importing “${name}”`,
    begin,
    isSettling: ({ input }, { imports }) => imports.find(input.import)?.open.some(({ noted }) => !noted) ?? false,
    onCanceled({ input }, { imports }, now) {
      const record = imports.find(input.import)
      if (record !== null) {
        imports.save({ ...record, stage: 'canceled', changedAt: now, endedAt: now })
      }
    },
    runSlice: async (job, context) => (await import('./jobs/run-import')).runNextOrders(job, context),
  }
  return [reading, previewing, running].map((kind) => kind as unknown as JobKind)
}
