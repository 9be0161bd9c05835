/** Makes senders' text safe to store and show. */

/** Ids are part of every key, address and log line. */
export const MAX_ID_LENGTH = 200
/** Names and labels are cut here; the body keeps the rest. */
const MAX_TEXT_LENGTH = 300
/** More items than any order has; a longer list is a mistake and would not fit a queue message. */
export const MAX_ITEMS = 500

/** What senders put where they have no id. In lower case. */
const NO_IDS = new Set([
  ...['0', 'null', 'none', 'nil', 'n/a', 'na', 'nan', 'undefined', 'false', 'unknown', '[object object]', '-'],
])
/** A template that its tool did not fill in. */
const PLACEHOLDER = '{{'
const BLANK = /^[\s\p{Cf}]*$/u

/** Trimmed and well-formed, without control characters; null when nothing is left. */
export function cleanText(value: unknown, longest = MAX_TEXT_LENGTH): string | null {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return null
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    return null
  }
  const clean = String(value)
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return clean === '' ? null : clean.slice(0, longest).toWellFormed()
}

/** An id, or why the value is none; null alone when there is none to speak of. Ids are compared exactly. */
export function readId(value: unknown): { id: string | null; odd: string | null } {
  if (value === undefined || value === null) {
    return { id: null, odd: null }
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    return { id: null, odd: 'not an id' }
  }
  const whole = cleanText(value, MAX_ID_LENGTH + 1)
  if (whole === null || BLANK.test(whole)) {
    return { id: null, odd: typeof value === 'number' ? 'not an id' : null }
  }
  if (whole.length > MAX_ID_LENGTH) {
    // Cut, it could be another one's.
    return { id: null, odd: `longer than ${MAX_ID_LENGTH} characters` }
  }
  if (isUnfilled(whole)) {
    return { id: null, odd: 'a placeholder that was not filled in' }
  }
  return NO_IDS.has(whole.toLowerCase()) ? { id: null, odd: `“${whole}” is no id` } : { id: whole, odd: null }
}

/** The id alone. */
export function cleanId(value: unknown): string | null {
  return readId(value).id
}

/** A product's id: the shop chooses it, so that `0` and `none` may be one. */
export function cleanProductId(value: unknown): string | null {
  const whole = cleanText(value, MAX_ID_LENGTH + 1)
  if (whole === null || whole.length > MAX_ID_LENGTH || BLANK.test(whole) || isUnfilled(whole)) {
    return null
  }
  return ['null', 'undefined', '[object object]'].includes(whole.toLowerCase()) ? null : whole
}

export function isUnfilled(text: string): boolean {
  return text.includes(PLACEHOLDER)
}
