/** Opened; dialects only get valid ones. */
export interface OpenSecret {
  id: string
  kind: 'signing' | 'key'
  plain: string
}

/** A post before authentication. */
export interface Post {
  headers: Headers
  /** The address's `?key=`. */
  key: string | null
  body: string
  /** Epoch ms. */
  receivedAt: number
}

/** `reason` is shown on the Webhook page. */
export type Proof = { by: 'signature' | 'key' } | { by: null; reason: string }
