import { OPEN_ENDED, type Outcome } from './outcome'

/** How an open-ended outcome was closed, or what any outcome came to was taken back. */
export type Resolution = {
  /** Epoch ms. */
  at: number
  person: string | null
} & (
  | { how: 'ignored'; note: string }
  /** `entry`: what took its place. */
  | { how: 'replayed'; entry: string }
  /** `entry`: the undo's own. */
  | { how: 'undone'; entry: string }
  /** `entry`: the corrected post's. */
  | { how: 'resent'; entry: string }
)

/** @param outcome null while it runs */
export function isOpenEnded({ outcome, resolved }: { outcome: Outcome | null; resolved?: Resolution }): boolean {
  return outcome !== null && OPEN_ENDED.includes(outcome) && resolved === undefined
}
