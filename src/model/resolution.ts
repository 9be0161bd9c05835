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
