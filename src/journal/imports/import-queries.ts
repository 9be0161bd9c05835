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
