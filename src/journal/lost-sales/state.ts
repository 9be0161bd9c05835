/** What is kept of the nightly comparisons. Times are epoch ms. */
export interface LostSalesState {
  /** A comparison that goes on the next night; null where the last one was whole. */
  round: object | null
  /** Calls of one day, UTC. */
  spent: { day: string; calls: number }
  last: LostSalesResult | null
  /** Those that were named once: one that is deleted here does not come back. */
  products: string[]
  /** The store does not take the key. */
  problem: { since: number; sentence: string } | null
}

export interface LostSalesResult {
  at: number
  calls: number
  /** All of the window was compared. */
  whole: boolean
  /** Sales of products without any rule, which are not listed. */
  unruled: number
  result: string
}

export const NOTHING_COMPARED: LostSalesState = {
  round: null,
  spent: { day: '', calls: 0 },
  last: null,
  products: [],
  problem: null,
}
