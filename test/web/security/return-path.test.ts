import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseReturnPath } from '../../../src/web/security/return-path'

describe('the way back', () => {
  test.each(['/', '/m/abc/logs?search=ada%40example.com', '/m/abc/customers/ada@example.com'])(
    'leads to %s',
    (path) => {
      expect(parseReturnPath(path)).toBe(path)
    },
  )

  test.each([
    undefined,
    '',
    'account',
    'https://evil.example/',
    'javascript:alert(1)',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
  ])('never leads by %j to another site', (path) => {
    expect(parseReturnPath(path)).toBe('/')
  })

  test('stays on this site whatever it is given', () => {
    const unit = fc.constantFrom(
      '/',
      '\\',
      '.',
      '@',
      ':',
      'a',
      '?',
      '#',
      '\t',
      '\n',
      ' ',
      '%2f',
      'http:',
      'evil.example',
    )
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), (parts) => {
        const went = new URL(parseReturnPath(parts.join('')), 'https://enrollwire.example')
        expect(went.origin).toBe('https://enrollwire.example')
      }),
      { numRuns: 2_000 },
    )
  })
})
