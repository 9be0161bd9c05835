/** A request to an integration's other side as logged; never contains a credential or password. */
export interface Attempt {
  /** Epoch ms. */
  at: number
  /** Milliseconds until the answer or the failure. */
  took: number
  method: string
  /** Relative to the API's root. */
  path: string
  request: string | null
  /** Null without an answer. */
  status: number | null
  response: string | null
  /** A sentence; null on success. */
  problem: string | null
}
