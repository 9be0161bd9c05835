/** What the API asks its marketplace's journal before it does anything, and what it leaves there. */

export interface CountedRequest {
  /** The id of its token. */
  token: string
  /** For a change that carries an Idempotency-Key. */
  keyed: KeyedRequest | null
}

export interface KeyedRequest {
  /** A digest of the token and the key. */
  key: string
  /** A digest of what is asked. */
  digest: string
}

export interface ApiAdmission {
  /** Requests the token has left in this minute; -1 for one too many. */
  left: number
  /** Seconds until it may make as many as ever. */
  resetS: number
  /** Null without a key, and for one too many. */
  keyed: KeyState | null
}

/** `erased`: it was answered, and the answer went with a customer's data. */
export type KeyState =
  | { is: 'new' | 'under way' | 'of another request' | 'erased' }
  | { is: 'answered'; answer: KeptAnswer }

export interface KeptAnswer {
  status: number
  /** JSON; empty without a body. */
  body: string
}
