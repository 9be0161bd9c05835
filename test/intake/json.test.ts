import { describe, expect, test } from 'vitest'
import { MAX_DEPTH, readJson } from '../../src/intake/reading/json'

/** As programs write it by default, which is read at once, and with the blanks of another, which is read letter by letter. */
function bothWays(compact: string): unknown[] {
  return [readJson(compact), readJson(compact.replace('{', '{ '))]
}

function nested(levels: number): string {
  return `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
}

describe('JSON, compact or not', () => {
  test.each([
    ['{"a":1,"b":{"a":"x"}}', { a: 1, b: { a: 'x' } }],
    ['{"b":1,"1":2,"0":3}', { b: 1, 1: 2, 0: 3 }],
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['{"id":1000000000000000}', { id: '1000000000000000' }],
    ['{"id":"1000000000000000"}', { id: '1000000000000000' }],
    ['{"n":1.50,"m":1e3,"z":-0}', { n: 1.5, m: 1000, z: -0 }],
    [`{"text":"${'x'.repeat(5_000)}"}`, { text: 'x'.repeat(5_000) }],
  ])('%s is the same value', (text, value) => {
    expect(bothWays(text)).toEqual([{ value }, { value }])
  })

  test.each([
    ['{"a":1,"a":1}', 'The body names "a" twice.'],
    ['{"a":{"b":1,"b":2}}', 'The body names "b" twice.'],
    ['{"a":1,"\\u0061":2}', 'The body names "a" twice.'],
    [nested(MAX_DEPTH + 1), 'The body is nested deeper than 32 levels.'],
    ['{"a":1', 'The body is not JSON.'],
  ])('%s is refused for the same reason', (text, problem) => {
    expect(bothWays(text)).toEqual([{ problem }, { problem }])
  })

  test('may be as deep as is allowed, and as wide as it likes', () => {
    const wide = `{"a":[${Array.from({ length: 100 }, () => '{}').join(',')}]}`
    for (const reading of [...bothWays(nested(MAX_DEPTH)), ...bothWays(wide)]) {
      expect(reading).toHaveProperty('value')
    }
  })
})
