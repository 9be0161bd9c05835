/** Parses JSON, refusing what two parsers could read differently or choke on. */

/** Deeper nesting breaks structured cloning long before JSON.parse fails. */
export const MAX_DEPTH = 32

/** Integers of 16 or more digits may lose precision as numbers, so they stay text. */
const UNSAFE_INTEGER = /^(-?[1-9]\d{15,})(?:\.0+)?$/

/** Integers up to this many characters are exact as numbers. */
const SAFE_DIGITS = 15

/** Writing a long body again costs more than it saves if it is in vain. */
const MOST_REWRITTEN = 4_000
const MANY_DIGITS = /\d{16}/

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const MINUS = 0x2d
const DIGIT_0 = 0x30
const DIGIT_9 = 0x39

export type Reading =
  /** `doubtful`: a value could not be read or had two meanings. `ignored`: fields that count as absent, and why. */
  | { value: unknown; doubtful?: boolean; ignored?: string[] }
  /** `part`: what could still be read. */
  | { problem: string; part?: unknown }

/**
 * Refuses an empty body, nesting beyond MAX_DEPTH and duplicate keys. Integers too long for a number become strings, so
 * that ids keep every digit.
 */
export function readJson(text: string): { value: unknown } | { problem: string } {
  // A byte-order mark counts as white space.
  const body = text.trim()
  if (body === '') {
    return { problem: 'The body is empty.' }
  }
  if (body.length <= MOST_REWRITTEN) {
    const value = readExact(body)
    if (value !== undefined) {
      return { value }
    }
  }
  const scanned = scan(body)
  if (typeof scanned !== 'string') {
    return scanned
  }
  try {
    return { value: JSON.parse(scanned) }
  } catch {
    return { problem: 'The body is not JSON.' }
  }
}

/**
 * The value of a body that JSON.stringify would write letter by letter: nothing in it is named twice, and no number lost
 * a digit. Most senders' bodies; parsing and writing are the engine's own, where a scan is interpreted. Undefined for any other.
 */
function readExact(body: string): unknown {
  if (MANY_DIGITS.test(body) || countOf('{', body) + countOf('[', body) > MAX_DEPTH) {
    return undefined
  }
  try {
    const value: unknown = JSON.parse(body)
    return JSON.stringify(value) === body ? value : undefined
  } catch {
    return undefined
  }
}

function countOf(letter: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(letter); at !== -1; at = text.indexOf(letter, at + 1)) {
    count += 1
  }
  return count
}

/** One pass before parsing: checks depth, collects keys, quotes long integers. */
function scan(text: string): string | { problem: string } {
  const escapes = text.includes('\\')
  const open: (Set<string> | null)[] = []
  let safe = ''
  let copied = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at, escapes)
      const keys = open.at(-1)
      if (keys && isKey(text, end)) {
        const key = escapes ? unquote(text.slice(at, end + 1)) : text.slice(at + 1, end)
        if (keys.has(key)) {
          return { problem: `The body names "${key.slice(0, 40)}" twice.` }
        }
        keys.add(key)
      }
      at = end
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      open.push(code === OPEN_OBJECT ? new Set() : null)
      if (open.length > MAX_DEPTH) {
        return { problem: `The body is nested deeper than ${MAX_DEPTH} levels.` }
      }
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      open.pop()
    } else if (isNumeric(code)) {
      const end = endOfNumber(text, at)
      const digits = end - at > SAFE_DIGITS ? keepDigits(text.slice(at, end)) : null
      if (digits !== null) {
        safe += `${text.slice(copied, at)}"${digits}"`
        copied = end
      }
      at = end - 1
    }
  }
  return copied === 0 ? text : safe + text.slice(copied)
}

/** Null for a number that JSON.parse reads without loss. */
export function keepDigits(number: string): string | null {
  return UNSAFE_INTEGER.exec(number)?.[1] ?? null
}

/** The text's end when there is no closing quote; JSON.parse then reports it. */
function endOfString(text: string, start: number, escapes: boolean): number {
  if (!escapes) {
    const end = text.indexOf('"', start + 1)
    return end === -1 ? text.length : end
  }
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) {
      at++
    } else if (code === QUOTE) {
      return at
    }
  }
  return text.length
}

function isKey(text: string, end: number): boolean {
  let at = end + 1
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) {
    at++
  }
  return text.charCodeAt(at) === COLON
}

/** `"a"` and `"\u0061"` are the same key. */
function unquote(quoted: string): string {
  if (!quoted.includes('\\')) {
    return quoted.slice(1, -1)
  }
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted
  }
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && (isNumeric(text.charCodeAt(at)) || '.eE+'.includes(text.charAt(at)))) {
    at++
  }
  return at
}

function isNumeric(code: number): boolean {
  return (code >= DIGIT_0 && code <= DIGIT_9) || code === MINUS
}
