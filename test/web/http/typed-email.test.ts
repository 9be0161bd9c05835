import { describe, expect, test } from 'vitest'
import { normalizeSearch } from '../../../src/journal/log/line'
import { email as accountEmail } from '../../../src/web/accounts/account-fields'
import { explainInvisible, pastedEmail, typedEmail } from '../../../src/web/http/typed-email'

const ALL = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
const INVISIBLE = ALL.filter((one) => /\p{Cf}/u.test(one))
const AROUND = ALL.filter((one) => /[\p{Cf}\s]/u.test(one))

describe('an email that a person pastes', () => {
  test.each([
    ['an account’s', accountEmail],
    ['a test event’s', typedEmail('Enter an email address.')],
    ['for signing in', pastedEmail],
  ])('%s loses every invisible character and space at its ends', (_, field) => {
    expect(INVISIBLE.length).toBeGreaterThan(150)
    for (const one of AROUND) {
      expect(field.safeParse(`${one}ada@example.com${one}`).data).toBe('ada@example.com')
    }
  })

  test.each([
    ['an account’s', accountEmail],
    ['a test event’s', typedEmail('Enter an email address.')],
    ['for signing in', pastedEmail],
  ])(
    '%s is refused with every invisible character inside, and the sentence says which, where and what to do',
    (_, field) => {
      for (const one of INVISIBLE) {
        const code = one.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
        const sentence = `It has an invisible character (U+${code}) at position 4. Delete it, or type the email again.`
        expect(field.safeParse(`ada${one}@example.com`).error?.issues[0]?.message).toBe(sentence)
        expect(explainInvisible(`ada${one}@example.com`)).toBe(sentence)
      }
    },
  )

  test('letters of any script are none of them', () => {
    for (const one of ['é', '例', 'ا', 'ß', '💌']) {
      expect(explainInvisible(`ada${one}@example.com`)).toBeNull()
    }
  })

  test('finds its customer when it is searched for', () => {
    for (const one of AROUND) {
      expect(normalizeSearch(`${one}Ada@Example.com${one}`)).toBe('ada@example.com')
    }
  })
})
