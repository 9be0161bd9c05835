/** White space and invisible characters (Unicode's format category), which pasting leaves at the ends of an address. */
const ENDS = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu
/** Inside an address also control characters, fillers and variation selectors: whatever shows as nothing and is no space. */
const INVISIBLE = /\p{Cf}|(?!\s)[\p{Cc}\p{DI}\u2800]/u

/** Normalizes for comparison: trimmed, NFC, ASCII letters in lower case. */
export function comparableEmail(email: string): string {
  return storedEmail(trimEmail(email))
}

export function trimEmail(email: string): string {
  return email.replace(ENDS, '')
}

/**
 * The same without trimming invisible characters. 0.1.0 stored emails this way, and what it stored is found by no other
 * spelling; another service's answer is compared this way, since to it both are different people.
 */
export function storedEmail(email: string): string {
  return email
    .trim()
    .normalize('NFC')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** The first invisible character: its position, counted from 1, and its code point as people look it up. */
export function findInvisible(email: string): { position: number; code: string } | null {
  const found = INVISIBLE.exec(email)
  if (found === null) {
    return null
  }
  const code = found[0].codePointAt(0) ?? 0
  return { position: found.index + 1, code: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` }
}
