/**
 * Reads a body field by field. What does not fit counts as absent, is named, and costs its neighbors nothing; only what
 * an event cannot do without is a problem.
 */
import { type DayReading, parseMoment } from './moment'
import { readRepairedJson } from './repair-json'
import { cleanText, isPlainText, isUnfilled, readId } from './text'
import { Unreadable } from './unreadable'

export type Body = Readonly<Record<string, unknown>>

/** Why a body is no event; `field` is the part at fault. */
export interface FieldProblem {
  field: string | null
  /** One sentence. */
  detail: string
  /** Whether the body has nothing there at all. */
  missing: boolean
}

const YES = ['true', 'yes', '1', 'on']
const NO = ['false', 'no', '0', 'off']
/** Texts that a program wrote for nothing, in lower case. */
const NO_TEXTS = ['null', 'undefined', '[object object]']
/** A text that is a text of JSON is read as often as it was made one. */
const MOST_TEXTS = 3
export const MISSING = 'is missing'
const MOST_NAMED = 20
const MAX_PATH_LENGTH = 120

export class FieldReader {
  /** `subscription.period_end, not a date`. */
  readonly ignored: string[] = []
  /** The first. */
  problem: FieldProblem | null = null
  #unnamed = 0

  /** Counts the field as absent. @param why `not a date` */
  ignore(path: string, why: string): null {
    if (this.ignored.length < MOST_NAMED) {
      this.ignored.push(`${cleanText(path, MAX_PATH_LENGTH)}, ${why}`)
    } else {
      this.#unnamed += 1
      this.ignored[MOST_NAMED] = `and ${this.#unnamed} more`
    }
    return null
  }

  /** @param why `is missing` */
  fail(field: string, why: string): null {
    this.problem ??= { field, detail: `${field} ${why}.`, missing: why === MISSING }
    return null
  }

  text(value: unknown, path: string, longest?: number): string | null {
    if (value === undefined || value === null || isPlainText(value, longest)) {
      return value ?? null
    }
    if (typeof value !== 'string' && typeof value !== 'number') {
      return this.ignore(path, explain(value, 'not text'))
    }
    const text = cleanText(value, longest)
    if (text !== null && isUnfilled(text)) {
      return this.ignore(path, 'a placeholder that was not filled in')
    }
    return text !== null && NO_TEXTS.includes(text.toLowerCase()) ? null : text
  }

  id(value: unknown, path: string): string | null {
    if (value === undefined || value === null) {
      return null
    }
    const { id, odd } = readId(value)
    return odd === null ? id : this.ignore(path, odd)
  }

  /** Epoch ms. */
  moment(value: unknown, path: string, day: DayReading): number | null {
    if (value === undefined || value === null) {
      return null
    }
    const at = typeof value === 'string' || typeof value === 'number' ? parseMoment(value, day) : null
    return at ?? this.ignore(path, explain(value, 'not a date'))
  }

  /** A whole number from 0. */
  count(value: unknown, path: string): number | null {
    if (value === undefined || value === null) {
      return null
    }
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
    return /^\d{1,9}(?:\.0{1,9})?$/.test(text) ? Number(text) : this.ignore(path, explain(value, 'not a whole number'))
  }

  flag(value: unknown, path: string): boolean | null {
    if (value === undefined || value === null || typeof value === 'boolean') {
      return value ?? null
    }
    const word = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : ''
    if (YES.includes(word)) {
      return true
    }
    return NO.includes(word) ? false : this.ignore(path, explain(value, 'not true or false'))
  }

  /** Also one that is written as JSON inside a text. */
  object(value: unknown, path: string): Body | null {
    if (value === undefined || value === null) {
      return null
    }
    return toObject(value) ?? this.ignore(path, explain(value, 'not an object'))
  }

  /** An object, or an id in its place: `"order": 19026152` means `"order": { "id": 19026152 }`. */
  objectOrId(value: unknown, path: string): Body | null {
    const bare = typeof value === 'number' || (typeof value === 'string' && !isBlank(value) && !isJson(value))
    return bare ? { id: value } : this.object(value, path)
  }
}

/** Why a value does not fit. */
function explain(value: unknown, why: string): string {
  if (value instanceof Unreadable) {
    return value.why
  }
  return isBlank(value) ? 'blank' : why
}

/** Why an event lacks something it needs: the end of a sentence that begins with its name. */
export function explainLack(value: unknown, why: string): string {
  return value === undefined || value === null || isBlank(value) ? MISSING : `is ${explain(value, why)}`
}

export function toObject(value: unknown): Body | null {
  const known = fromJsonText(value)
  const isObject = typeof known === 'object' && known !== null && !Array.isArray(known)
  return isObject && !(known instanceof Unreadable) ? (known as Body) : null
}

/** A single value is a list of one; an object with numeric names is a list of its values. */
export function toList(value: unknown): unknown[] {
  const known = fromJsonText(value)
  if (Array.isArray(known)) {
    return known
  }
  if (known === undefined || known === null || known === false || isBlank(known)) {
    return []
  }
  const entries = Object.entries(toObject(known) ?? {})
  return entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name)) ? entries.map(([, one]) => one) : [known]
}

export function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === ''
}

function fromJsonText(value: unknown): unknown {
  let known = value
  for (let texts = 0; texts < MOST_TEXTS && isJson(known); texts++) {
    const reading = readRepairedJson(known)
    if ('problem' in reading) {
      return value
    }
    known = reading.value
  }
  return known
}

/** Also within a text of its own, in which its quotes are escaped. */
function isJson(value: unknown): value is string {
  return typeof value === 'string' && /^\s*(?:"\s*)?[[{]/.test(value)
}
