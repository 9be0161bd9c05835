/**
 * A second reading of JSON that a template or a careless program wrote: trailing commas, line breaks and quotes inside a
 * text, single quotes, Python's words, entities, duplicate names. Reading stops at what it cannot read and keeps what came before.
 */
import { keepDigits, MAX_DEPTH } from './json'

interface Repair {
  value: unknown
  /** False if reading stopped early: the value is then partial. */
  whole: boolean
  /** Names that were given two different values, and count as absent. */
  twice: string[]
}

const WORDS = new Map<string, unknown>([
  ...([
    ['true', true],
    ['True', true],
    ['false', false],
    ['False', false],
  ] as const),
  ...(['null', 'None', 'undefined', 'NaN', 'nil'] as const).map((word): [string, null] => [word, null]),
])
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const ENTITIES: Record<string, string> = {
  ...{
    '&quot;': '"',
    '&#34;': '"',
    '&#034;': '"',
    '&#39;': "'",
    '&#039;': "'",
    '&lt;': '<',
    '&gt;': '>',
    '&amp;': '&',
  },
}
const ABSENT = Symbol('absent')

export function repairJson(text: string): Repair {
  const scanner = new Scanner(unescapeWhole(text.replace(/^\uFEFF/, '').trim()))
  const value = scanner.readValue(0)
  return { value: value === ABSENT ? null : value, whole: scanner.isAtEnd(), twice: scanner.twice }
}

/** PHP adds slashes to posted fields, and templates escape for HTML. */
function unescapeWhole(text: string): string {
  if (/^[[{\s]*\\"/.test(text)) {
    return text.replace(/\\(["'\\])/g, '$1')
  }
  return /^[[{\s]*&(?:quot|#0?34);/.test(text) ? text.replace(/&(?:\w+|#\d+);/g, (one) => ENTITIES[one] ?? one) : text
}

class Scanner {
  readonly twice: string[] = []
  readonly #text: string
  #at = 0
  #broken = false

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    this.#skipSpace()
    return !this.#broken && this.#at === this.#text.length
  }

  readValue(depth: number): unknown {
    this.#skipSpace()
    const start = this.#text.charAt(this.#at)
    if (depth > MAX_DEPTH) {
      return this.#fail()
    }
    if (start === '{') {
      return this.#readObject(depth)
    }
    if (start === '[') {
      return this.#readList(depth)
    }
    return start === '"' || start === "'" ? this.#readText(start) : this.#readBare()
  }

  #readObject(depth: number): unknown {
    const object: Record<string, unknown> = Object.create(null)
    this.#readMembers('}', () => {
      const quote = this.#text.charAt(this.#at)
      const name = quote === '"' || quote === "'" ? this.#readText(quote) : this.#take(/[\p{L}_$][\p{L}\p{N}_$]*/uy)
      this.#skipSpace()
      if (typeof name !== 'string' || this.#take(/:/y) === null) {
        this.#fail()
        return
      }
      const value = this.readValue(depth + 1)
      if (value !== ABSENT && this.#isNew(object, name, value)) {
        object[name] = value
      }
    })
    return object
  }

  #isNew(object: Record<string, unknown>, name: string, value: unknown): boolean {
    if (name in object && JSON.stringify(object[name]) !== JSON.stringify(value)) {
      this.twice.push(name)
      object[name] = undefined
    }
    return !(name in object)
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
    const word = this.#take(/[^\s,:{}[\]"']+/uy)
    if (word === null || this.#at === this.#text.length) {
      return this.#fail()
    }
    if (NUMBER.test(word)) {
      return keepDigits(word) ?? Number(word)
    }
    return WORDS.has(word) ? WORDS.get(word) : this.#fail()
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

  #fail(): typeof ABSENT {
    this.#broken = true
    return ABSENT
  }
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function unescapeOne(_: string, code: string): string {
  return code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code)
}
