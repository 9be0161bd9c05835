/** What a sender posts, and how it proves itself. */

/** A secret of the endpoint, opened; only valid ones are handed to a dialect. */
export interface OpenSecret {
  id: string
  kind: 'signing' | 'key'
  plain: string
}

/** What came in, before anybody believes it. */
export interface Post {
  headers: Headers
  /** The address's `?key=`; null when there is none. */
  key: string | null
  body: string
  /** Epoch ms, stamped once. */
  receivedAt: number
}

/** How a post proved itself, or why it did not, in words for the Webhook page. */
export type Proof = { by: 'signature' | 'key' } | { by: null; reason: string }
