/** Unexpected values, for bodies and forms. */
import fc from 'fast-check'

/** What a template might take for markup of its own: it is text from any sender. */
export const MARKUP = '<img src=x onerror=alert(1)>'

/** Texts that break what is careless: markup, formulas, prototypes, other scripts, half characters, very long ones. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\0',
      '\u0000\u001f',
      '\ud800',
      '𝔘𝔫𝔦',
      'İ',
      '\u202e',
      '\ufeff',
      '%',
      '%00',
      '%zz',
      '\\',
      "'",
      '"',
      '`',
    ],
    ...[MARKUP, '"><script>alert(1)</script>', '{{7*7}}', '=1+1', '@SUM(A1)', '../../etc/passwd', '//evil.example'],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'null',
      'undefined',
      'NaN',
      'true',
      '-1',
      '0',
      '1e400',
      '9007199254740993',
    ],
    ...[
      "' OR 1=1 --",
      '*',
      '~1',
      'erased:',
      'a@b',
      'ada@example.com',
      '2026-02-30',
      '9999999-99-99',
      'course:',
      'a:b:c',
    ],
    ...[
      '1002',
      'create_course',
      'expire_bundle',
      'product.purchased',
      'yes',
      'no',
      'on',
      '3',
      'admin',
      'signing',
      'ecommerce',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer({ min: 1, max: 3_000 }).map((length) => 'x'.repeat(length)),
)

/** Data of any shape a body may carry, with what Hono's templates trust among it. */
export const oddData: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, 2 ** 53, [], {}, [[]], [null]),
  fc.constantFrom<unknown>(
    { isEscaped: true, toString: MARKUP },
    { isEscaped: true, callbacks: [], toString: { call: 1 } },
    { __html: MARKUP },
    { toJSON: 'x' },
    { length: 1e9 },
  ),
  fc.object({ maxDepth: 3, maxKeys: 5, key: oddText, values: [oddText] }),
  fc.integer({ min: 2, max: 60 }).map((depth) => nested(depth)),
)

function nested(depth: number): unknown {
  let data: unknown = 'deep'
  for (let level = 0; level < depth; level += 1) {
    data = [data]
  }
  return data
}

/** A document with one or more of its parts replaced, taken out or doubled. */
export function spoil(document: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(document)
  const change = fc.record({ path: fc.constantFrom(...paths), to: oddData, out: fc.boolean() })
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = structuredClone(document)
    for (const { path, to, out } of changes) {
      replace(copy, path, out ? undefined : to)
    }
    return copy
  })
}

function pathsOf(data: unknown, at: string[] = []): string[][] {
  if (typeof data !== 'object' || data === null) {
    return at.length > 0 ? [at] : []
  }
  const inner = Object.entries(data).flatMap(([name, value]) => pathsOf(value, [...at, name]))
  return at.length > 0 ? [at, ...inner] : inner
}

function replace(data: unknown, path: string[], to: unknown): void {
  const [name, ...rest] = path
  if (typeof data !== 'object' || data === null || name === undefined) {
    return
  }
  if (rest.length > 0) {
    replace(Reflect.get(data, name), rest, to)
  } else if (to === undefined) {
    Reflect.deleteProperty(data, name)
  } else {
    Reflect.set(data, name, to)
  }
}
