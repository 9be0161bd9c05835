/** What an undo exchanges with pages and jobs. Times are epoch ms. */
import type { DueFiring } from '../dispatch-api'

/** What is to be taken back. `until` is exclusive. */
export type UndoExtent =
  | { kind: 'rule'; rule: string; from: number; until: number }
  | { kind: 'entry'; entry: string }
  | { kind: 'import'; import: string }

/** A site and an integration of the marketplace that reaches it. */
export interface ReachableSite {
  kind: string
  integration: { id: string; name: string; site: string }
}

/** What an undo would take back of one customer. */
export interface FoundUndo {
  /** Their key. */
  customer: string
  entries: number
  /** Of those, how many wait. */
  waiting: number
  /** Posted to an address: nothing takes that back. */
  sent: number
  /** At sites that no integration reaches now. */
  unreachable: number
  /** One for each site, to be foreseen. */
  due: DueFiring[]
}

export interface UndoPage {
  customers: FoundUndo[]
  /** Where to go on; null at the end. */
  next: string | null
}

export interface UndoQuery {
  marketplace: string
  extent: UndoExtent
  sites: ReachableSite[]
}

export interface EntryUndo {
  marketplace: string
  entry: string
  /** The same form undoes once. */
  form: string
  person: string
  sites: ReachableSite[]
}
