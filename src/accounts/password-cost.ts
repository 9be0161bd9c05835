/** The price of one scrypt hash, which the stored hash carries. */
export interface HashCost {
  readonly log2N: number
  readonly r: number
  readonly p: number
}

/**
 * OWASP's equivalent of 2^17, r 8, p 1 at an eighth of the memory (16 MB), since an isolate has 128 MB. No setting changes
 * it.
 */
export const HASH_COST: HashCost = Object.freeze({ log2N: 14, r: 8, p: 5 })
