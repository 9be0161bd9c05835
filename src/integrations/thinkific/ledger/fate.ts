import type { Occurrence } from './occurrence'

/** What became of a firing's act; `stands`: it decides. */
export type Fate =
  | { kind: 'stands' }
  | { kind: 'overruled'; by: Occurrence }
  /** Another rule on the same event decides. */
  | { kind: 'yields' }
  | { kind: 'paid in full'; at: number }
  | { kind: 'paid again'; at: number }
  | { kind: 'unclear' }
