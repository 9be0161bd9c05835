/**
 * The price of one scrypt hash, which is stored with it: OWASP's equivalent of 2^17, r 8, p 1 at an eighth of the memory
 * (16 MB), since an isolate has 128 MB. No setting changes it.
 */
export const HASH_COST: Readonly<{ log2N: number; r: number; p: number }> = Object.freeze({ log2N: 14, r: 8, p: 5 })
