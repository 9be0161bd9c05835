/** One request to Thinkific and its answer as shown in the log; never a credential or password. */
export interface Attempt {
  /** Epoch ms. */
  at: number
  /** Milliseconds until the answer or the failure. */
  took: number
  method: string
  /** Path and query below the API's root. */
  path: string
  request: string | null
  /** Null: no answer came. */
  status: number | null
  response: string | null
  /** What went wrong, in words; null when nothing did. */
  problem: string | null
}
