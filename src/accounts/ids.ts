/** Random ids in letters and digits a person can read out. */

/** 32 letters, so that a byte's five bits pick one evenly; no 0, 1, o or l to mistake. */
const LETTERS = '23456789abcdefghijkmnpqrstuvwxyz'

/** 60 bits: for a marketplace, whose id is in every address and no secret. */
export const SHORT_ID = 12
/** 130 bits: for an id that is the secret of a link. */
export const SECRET_ID = 26

/** A random id of `length` letters, five bits each. */
export function randomId(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return Array.from(bytes, (byte) => LETTERS.charAt(byte & 31)).join('')
}
