import { OPEN_ENDED, type Outcome } from './outcome'

/** How an open-ended outcome was closed. */
export type Resolution = {
  /** Epoch ms. */
  at: number
  person: string | null
} & (
  | { how: 'ignored'; note: string }
  /** `entry`: what took its place. */
  | { how: 'replayed'; entry: string }
)

/** @param outcome null while it runs */
export function isOpenEnded({ outcome, resolved }: { outcome: Outcome | null; resolved?: Resolution }): boolean {
  return outcome !== null && OPEN_ENDED.includes(outcome) && resolved === undefined
}
