import type { DifferenceCount, ListedDifference } from './difference-table'
import type { ReconcileState } from './state'

export interface DifferenceGroup extends DifferenceCount {
  /** The first of them. */
  differences: ListedDifference[]
}

export interface ReconcileAnswer {
  groups: DifferenceGroup[]
  /** Whose entries are under way. */
  settling: number
  /** Null before the first was started. */
  state: ReconcileState | null
}
