import type { NewJob } from '../jobs/job'
import type { ImportRecord, ImportStage, OrderPlace, RowFate } from './import-record'

/** `after`: where the page before ended. */
export interface ImportPage {
  only: RowFate | 'wrong' | null
  after: OrderPlace | null
  limit: number
}

export type BegunImport = Pick<ImportRecord, 'id' | 'name' | 'person'>

export interface ImportChange {
  form: string
  /** What it may be at. */
  from: readonly ImportStage[]
  /** When it had changed last as the form was made; null where that does not matter. */
  seenAt: number | null
  to: Partial<Omit<ImportRecord, 'id' | 'form' | 'changedAt'>>
}

/** What begins with a change. */
export interface NewImportJob {
  /** Of the job. */
  kind: string
  /** What counts its jobs of this kind; null where there is one at most. */
  turn: 'readings' | 'previews' | null
  marketplace: string
  person: string
  deed?: NewJob['deed']
}
