/** Who posts, and how a post proves itself. Each sender is a folder with the same files, and a line in index.ts. */

export interface Sender {
  /** Its name in events. */
  name: string
  /** True where a signature proves a post, so that the published description asks for one. */
  signs: boolean
  authenticate(post: Post, secrets: OpenSecret[]): Promise<Proof>
  /** The sender's own id of the event; null when there is none and the journal must recognize repeats. */
  identity(value: unknown, post: Post, proof: Proof): string | null
}

/** A secret of the endpoint, opened; a sender gets only those still valid. */
export interface OpenSecret {
  id: string
  kind: 'signing' | 'key'
  plain: string
  /** Made with the first signature. */
  signingKey?: Promise<CryptoKey>
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
