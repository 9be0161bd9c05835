/** Random ids that a person can read out. */
import { createHash } from 'node:crypto'

/** 32 letters, so five bits of a byte pick one evenly; without 0, 1, o and l, which are easily confused. */
const LETTERS = '23456789abcdefghijkmnpqrstuvwxyz'

/** 60 bits, for marketplace ids, which are public. */
export const SHORT_ID = 12
/** 130 bits, for ids that are the secret of a link. */
export const SECRET_ID = 26

export function randomId(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return Array.from(bytes, (byte) => LETTERS.charAt(byte & 31)).join('')
}

/** The same text gives the same id: a form sent twice makes one thing. */
export function idFrom(text: string, length: number): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, length)
  return Array.from(bytes, (byte) => LETTERS.charAt(byte & 31)).join('')
}

/** Reads the secret id that a form carries; a new one where it has none. */
export function readSecretId(typed: string | undefined): string {
  const isOne = typed?.length === SECRET_ID && [...typed].every((letter) => LETTERS.includes(letter))
  return isOne ? typed : randomId(SECRET_ID)
}
