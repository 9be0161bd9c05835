import { describe, expect, test } from 'vitest'
import { readEmail } from '../../../src/intake/formats/email'
import { comparableEmail, storedEmail } from '../../../src/model/email'

/** Every character of Unicode's format category. */
const INVISIBLE = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => !(code >= 0xd800 && code <= 0xdfff))
  .map((code) => String.fromCodePoint(code))
  .filter((character) => /\p{Cf}/u.test(character))

describe('an invisible character', () => {
  test('is any of Unicode’s format category, of which there are many', () => {
    expect(INVISIBLE.length).toBeGreaterThan(150)
    expect(INVISIBLE).toEqual(expect.arrayContaining(['\u200b', '\u200d', '\ufeff', '\u00ad', '\u202a', '\u2060']))
  })

  test('is trimmed at both ends of an email, whichever it is and among white space', () => {
    for (const one of INVISIBLE) {
      expect(readEmail(` ${one}ADA@Example.com${one}\t${one}`)).toEqual({ email: 'ada@example.com' })
    }
  })

  test('is refused inside one, with its place and code', () => {
    for (const one of INVISIBLE) {
      const code = (one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      expect(readEmail(`ada${one}@example.com`)).toEqual({
        problem: `has an invisible character (U+${code}) at position 4; remove it and try again`,
      })
    }
  })
})

describe('another character that shows as nothing', () => {
  test.each([
    ['a control character', '\u0008'],
    ['a variation selector', '\ufe0f'],
    ['a combining grapheme joiner', '\u034f'],
    ['a Hangul filler', '\u3164'],
    ['a blank of Braille', '\u2800'],
  ])('%s is refused, with its place and code', (_, one) => {
    const code = one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    expect(readEmail(`ada@example.com${one}`)).toEqual({
      problem: `has an invisible character (U+${code}) at position 16; remove it and try again`,
    })
  })

  test('a space inside is called that', () => {
    const problem = 'is not an email address: it has a space or line break in it'
    expect(readEmail('ada @example.com')).toEqual({ problem })
    expect(readEmail('ada@example.com\nbob@example.com')).toEqual({ problem })
  })
})

describe('comparable', () => {
  test.each([
    ['composed', 'andre\u0301@example.com', 'andr\u00e9@example.com'],
    ['only ASCII letters lowered', 'ÄDA@EXAMPLE.COM', 'Äda@example.com'],
    ['dots and tags are left alone', 'Ada.B+club@example.com', 'ada.b+club@example.com'],
  ])('%s', (_, given, known) => {
    expect(comparableEmail(given)).toBe(known)
  })

  test('what an earlier release stored keeps its spelling', () => {
    expect(storedEmail(' Ada@Example.com\u200b')).toBe('ada@example.com\u200b')
    expect(comparableEmail(storedEmail(' Ada@Example.com\u200b'))).toBe('ada@example.com')
  })
})
