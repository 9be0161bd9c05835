/** Makes senders' text safe to store and show. */
import { Unreadable } from './unreadable'

/** Ids are part of every key, address and log line. */
export const MAX_ID_LENGTH = 200
/** Names and labels are cut here; the body keeps the rest. */
const MAX_TEXT_LENGTH = 300
/** More items than any order has; a longer list is a mistake and would not fit a queue message. */
export const MAX_ITEMS = 500

const NO_OBJECT = '[object object]'
/** What senders put where they have no id, with or without punctuation around it. In lower case. */
const NO_IDS = new Set([
  ...['null', 'none', 'nil', 'n/a', 'n.a', 'na', 'nan', 'undefined', 'true', 'false', 'unknown', NO_OBJECT, '-1'],
  // What spreadsheets show for an error.
  ...['#ref!', '#value!', '#name?', '#num!', '#div/0!', '#error!'],
])
/** Most ids, and none of those: a number, or a word with a digit in it. */
const NUMBERED_ID = /^(?:[1-9][0-9]*|[A-Za-z_][\w-]*[1-9][\w-]*)$/
/** Zeros and punctuation alone: `0`, `--`, or the empty GUID of .NET. */
const NOTHING = /^[0\p{P}\p{Z}]*$/u
const PUNCTUATION_ENDS = /^\p{P}+|\p{P}+$/gu
/** What templates leave where they were not filled in: `{{x}}`, `${x}`, `<%= x %>`, `[name]`, `%name%`, `{name}`. */
const PLACEHOLDER =
  /\{\{|\$\{|<%|^\s*(?:\[(?!object )[\p{L}_][\w .:-]+\]|%[A-Za-z_][\w.-]*%|\{[A-Za-z_][\w .-]*\})\s*$/u
/** JSON or markup where an id belongs. A SKU may have a quote within it. */
const NO_ID = /[[\]{}<>]|^["']|["']$|"\s*:/
const INVISIBLE_ENDS = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu
/** Ids of these forms need no further check. */
const PLAIN_ID = /^[0-9]+$|^[A-Za-z_][\w-]*$/
/** Most texts: words with single blanks between them, which need no cleaning, are no placeholder and stand for nothing else. */
const PLAIN_TEXT = /^(?!(?:null|undefined)$)[\w.,:;!?'&()/@+-]+(?: [\w.,:;!?'&()/@+-]+)*$/i
const SEVERAL_LINES = /\S\s*[\r\n]\s*\S/
const EXPONENT = /^([1-9]\d*)(?:[.,](\d+))?e([+-]?\d{1,3})$/i
const WHOLE_DECIMAL = /^([1-9]\d{3,})[.,]0{1,2}$/

export function isPlainText(value: unknown, longest = MAX_TEXT_LENGTH): value is string {
  return typeof value === 'string' && value.length <= longest && PLAIN_TEXT.test(value)
}

/** Trimmed and well-formed, without control characters; null when nothing is left. */
export function cleanText(value: unknown, longest = MAX_TEXT_LENGTH): string | null {
  if (isPlainText(value, longest)) {
    return value
  }
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
  if (typeof value === 'string' && value.length <= MAX_ID_LENGTH && NUMBERED_ID.test(value)) {
    return { id: value, odd: null }
  }
  const { id, odd } = readAnyId(value)
  if (id === null) {
    return { id, odd: odd === 'blank' ? null : odd }
  }
  return isNoId(id) ? { id: null, odd: `“${id}” is no id` } : { id, odd: null }
}

function isNoId(id: string): boolean {
  const word = id.toLowerCase()
  return NO_IDS.has(word) || NO_IDS.has(word.replace(PUNCTUATION_ENDS, '')) || NOTHING.test(id)
}

/** The id alone. */
export function cleanId(value: unknown): string | null {
  return readId(value).id
}

/** A product's id: the shop chooses it, so that `0` and `none` may be one. */
export function readProductId(value: unknown): { id: string | null; odd: string | null } {
  const { id, odd } = readAnyId(value)
  const isNone = id === null || ['null', 'undefined', NO_OBJECT].includes(id.toLowerCase())
  return isNone ? { id: null, odd: odd ?? (id === null ? null : `“${id}”, which is no id`) } : { id, odd }
}

export function cleanProductId(value: unknown): string | null {
  return readProductId(value).id
}

function readAnyId(value: unknown): { id: string | null; odd: string | null } {
  if (value === undefined || value === null) {
    return { id: null, odd: null }
  }
  if (typeof value === 'string' && value.length <= MAX_ID_LENGTH && PLAIN_ID.test(value)) {
    return { id: value, odd: null }
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    return { id: null, odd: value instanceof Unreadable ? value.why : 'not an id' }
  }
  if (Number.isSafeInteger(value)) {
    return { id: String(value), odd: null }
  }
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return { id: null, odd: 'a number too large to keep its digits' }
  }
  const whole = cleanText(value, MAX_ID_LENGTH + 1)?.replace(INVISIBLE_ENDS, '') ?? ''
  if (whole === '') {
    return { id: null, odd: typeof value === 'number' ? 'not an id' : 'blank' }
  }
  if (whole.length > MAX_ID_LENGTH) {
    // Cut short, it could match another id.
    return { id: null, odd: `longer than ${MAX_ID_LENGTH} characters` }
  }
  if (isUnfilled(whole)) {
    return { id: null, odd: 'a placeholder that was not filled in' }
  }
  if ((NO_ID.test(whole) && whole.toLowerCase() !== NO_OBJECT) || SEVERAL_LINES.test(String(value))) {
    return { id: null, odd: 'not an id' }
  }
  const id = toDigits(whole)
  return id === null ? { id, odd: 'rounded to an exponent' } : { id, odd: null }
}

/** Undoes what spreadsheets, pandas and phones make of a number; null where digits were lost. */
function toDigits(id: string): string | null {
  const text = /^\p{Nd}+$/u.test(id) ? [...id.normalize('NFKC')].map(toAsciiDigit).join('') : id
  const [, whole, decimals = '', exponent] = EXPONENT.exec(text) ?? []
  if (whole !== undefined && /[.,+]/.test(text)) {
    return decimals.length === Number(exponent) ? whole + decimals : null
  }
  return WHOLE_DECIMAL.exec(text)?.[1] ?? text
}

/** `4,4E+05` and `440369,00`, in which the comma joins no ids. */
export function isOneNumber(text: string): boolean {
  return WHOLE_DECIMAL.test(text.trim()) || EXPONENT.test(text.trim())
}

/** Each script's digits are consecutive code points. */
function toAsciiDigit(digit: string): string {
  let value = 0
  for (let code = digit.codePointAt(0) ?? 0; /^\p{Nd}$/u.test(String.fromCodePoint(code - 1)); code -= 1) {
    value += 1
  }
  return String(value % 10)
}

export function isUnfilled(text: string): boolean {
  return /[{[%<]/.test(text) && PLACEHOLDER.test(text)
}
