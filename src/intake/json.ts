/** A body's text as plain data, refused where two readers could understand it differently or choke on it. */

/** Deeper nesting breaks structured cloning long before JSON.parse notices. */
export const MAX_DEPTH = 32

/** Integers of 16 digits and more may not survive as numbers, so they stay text. */
const UNSAFE_INTEGER = /^-?[1-9]\d{15,}$/

export type Reading = { value: unknown } | { problem: string }

/**
 * Reads JSON. Refuses an empty body, nesting deeper than MAX_DEPTH and an object that names one key twice;
 * integers too long for a number come back as strings, so that ids keep every digit.
 */
export function readJson(text: string): Reading {
  const body = text.replace(/^\uFEFF/, '').trim()
  if (body === '') return { problem: 'The body is empty.' }
  const scanned = scan(body)
  if (typeof scanned !== 'string') return scanned
  try {
    return { value: JSON.parse(scanned) }
  } catch {
    return { problem: 'The body is not JSON.' }
  }
}

/** Walks the text once before it is parsed: counts depth, collects keys, quotes integers that are too long. */
function scan(text: string): string | { problem: string } {
  const open: (Set<string> | null)[] = []
  let safe = ''
  let copied = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '"') {
      const end = endOfString(text, at)
      const key = open.at(-1) && isKey(text, end) ? plain(text.slice(at, end + 1)) : null
      if (key !== null && open.at(-1)?.has(key)) return { problem: `The body names "${key.slice(0, 40)}" twice.` }
      if (key !== null) open.at(-1)?.add(key)
      at = end
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : null)
      if (open.length > MAX_DEPTH) return { problem: `The body is nested deeper than ${MAX_DEPTH} levels.` }
    } else if (char === '}' || char === ']') {
      open.pop()
    } else if (char === '-' || isDigit(char)) {
      const end = endOfNumber(text, at)
      if (UNSAFE_INTEGER.test(text.slice(at, end))) {
        safe += `${text.slice(copied, at)}"${text.slice(at, end)}"`
        copied = end
      }
      at = end - 1
    }
  }
  return safe + text.slice(copied)
}

/** The closing quote's position; the text's end when there is none (JSON.parse then says so). */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '\\') at++
    else if (char === '"') return at
  }
  return text.length
}

function isKey(text: string, end: number): boolean {
  let at = end + 1
  while (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at++
  return text.charAt(at) === ':'
}

/** `"a"` and `"\u0061"` are one key. */
function plain(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted
  }
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && (isDigit(text.charAt(at)) || '.eE+-'.includes(text.charAt(at)))) at++
  return at
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9'
}
