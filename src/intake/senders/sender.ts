/** Who posts, and how a post proves itself. Each sender is a folder with the same files, and a line in index.ts. */

export interface Sender {
  /** Its name in events. */
  name: string
  /** The name that the log shows for where an event came from. */
  title: string
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
  /** Made with the first signature, and kept as long as the opened secret: half a minute. */
  signingKey?: CryptoKey
}

/** A post before authentication. */
export interface Post {
  headers: Headers
  /** The address's `?key=`. */
  key: string | null
  body: string
  /** What was signed, where the body is not UTF-8 and encoding it again gives other bytes. */
  bytes?: Uint8Array | undefined
  /** Epoch ms. */
  receivedAt: number
}

/** `secret`: the id of the one that proved it. `reason` is shown on the Webhook page; `sentAt` is when the sender signed, epoch ms. */
export type Proof =
  | { by: 'signature'; secret?: string | undefined; sentAt?: number }
  | { by: 'key'; secret?: string | undefined }
  | { by: null; reason: string }
