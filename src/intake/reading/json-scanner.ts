/** Reads JSON as a person would: a damaged value does not spoil its neighbors. */
import { keepDigits, MAX_DEPTH } from './json'
import { NAMED_TWICE, UNQUOTED, Unreadable } from './unreadable'

const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ...['null', 'none', 'undefined', 'nan', 'nil'].map((word): [string, null] => [word, null]),
])
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const DIGITS = /^\d+$/
export const ABSENT = Symbol('absent')

export class JsonScanner {
  /** Whether a value could not be read, or had two meanings. */
  doubtful = false
  readonly #text: string
  #at = 0
  #broken = false

  constructor(text: string) {
    this.#text = text
  }

  /** Senders leave a NUL, a brace too many or a form's `=` behind a whole body. */
  isAtEnd(): boolean {
    this.#take(/[\s\0};=]*/y)
    return !this.#broken && this.#at === this.#text.length
  }

  readValue(depth: number): unknown {
    this.#skipSpace()
    const start = this.#text.charAt(this.#at)
    if (depth > MAX_DEPTH) {
      return this.#fail()
    }
    if (start === '{') {
      return this.#take(/\{\{[^{}"]*\}\}/y) ?? this.#readObject(depth)
    }
    if (start === '[') {
      return this.#readList(depth)
    }
    return start === '"' || start === "'" ? this.#readText(start) : this.#readBare()
  }

  #readObject(depth: number): unknown {
    const object: Record<string, unknown> = Object.create(null)
    let last: string | null = null
    this.#readMembers('}', () => {
      const quote = this.#text.charAt(this.#at)
      if (last !== null && this.#take(/[\d.]+(?=\s*[,}])/y) !== null) {
        // The rest of `97,00`.
        object[last] = this.#doubt(UNQUOTED)
        return
      }
      const name = quote === '"' || quote === "'" ? this.#readText(quote) : this.#take(/[\p{L}_$][\p{L}\p{N}_$]*/uy)
      this.#skipSpace()
      if (typeof name !== 'string' || this.#take(/:/y) === null) {
        this.#fail()
        return
      }
      const value = this.readValue(depth + 1)
      last = name
      if (value !== ABSENT) {
        object[name] = name in object && !isSame(object[name], value) ? this.#doubt(NAMED_TWICE) : value
      }
    })
    return object
  }

  #readList(depth: number): unknown {
    const list: unknown[] = []
    this.#readMembers(']', () => {
      const value = this.readValue(depth + 1)
      if (value !== ABSENT) {
        list.push(value)
      }
    })
    return list
  }

  #readMembers(end: string, readOne: () => void): void {
    this.#at += 1
    for (;;) {
      this.#skipSpace()
      if (this.#text.charAt(this.#at) === end) {
        this.#at += 1
        return
      }
      readOne()
      this.#skipSpace()
      if (this.#broken || (this.#take(/,/y) === null && this.#text.charAt(this.#at) !== end)) {
        this.#fail()
        return
      }
    }
  }

  /** A quote closes a text only before a comma, colon, bracket or the end. */
  #readText(quote: string): unknown {
    const close =
      quote === '"' ? /(?:[^"\\]|\\.|"(?!\s*(?:[,:}\]]|$)))*"/suy : /(?:[^'\\]|\\.|'(?!\s*(?:[,:}\]]|$)))*'/suy
    this.#at += 1
    const found = this.#take(close)
    return found === null ? this.#fail() : found.slice(0, -1).replace(/\\(u[\dA-Fa-f]{4}|[\s\S])/gu, unescapeOne)
  }

  /** A number at the end of the text may have been cut. */
  #readBare(): unknown {
    const word = this.#take(/[^,{}[\]"'\r\n]*/uy)?.trim() ?? ''
    if (this.#at === this.#text.length) {
      return this.#fail()
    }
    if (NUMBER.test(word)) {
      return keepDigits(word) ?? Number(word)
    }
    // Zeros in front are part of an id.
    if (word === '' || DIGITS.test(word)) {
      return word
    }
    const known = word.toLowerCase()
    return WORDS.has(known) ? WORDS.get(known) : this.#doubt(UNQUOTED)
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    this.#at += found?.length ?? 0
    return found ?? null
  }

  #skipSpace(): void {
    this.#take(/\s*/y)
  }

  #doubt(unreadable: Unreadable): Unreadable {
    this.doubtful = true
    return unreadable
  }

  #fail(): typeof ABSENT {
    this.#broken = true
    return ABSENT
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return !(one instanceof Unreadable) && JSON.stringify(one) === JSON.stringify(other)
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function unescapeOne(_: string, code: string): string {
  return code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code)
}
