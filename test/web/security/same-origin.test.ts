import { describe, expect, test } from 'vitest'
import { isFromOrigin } from '../../../src/web/security/same-origin'

const OWN = 'https://enrollwire.example'

describe('a form', () => {
  test.each([
    ['a browser here', OWN, 'same-origin'],
    ['an old browser here', OWN, undefined],
    ['a browser that names no origin', undefined, 'same-origin'],
  ])('of %s is taken', (_, origin, site) => {
    expect(isFromOrigin(OWN, { origin, site })).toBe(true)
  })

  test.each([
    ['another site', 'https://evil.example', 'cross-site'],
    ['a subdomain', 'https://x.enrollwire.example', 'same-site'],
    ['another port', 'https://enrollwire.example:8443', undefined],
    ['plain http', 'http://enrollwire.example', undefined],
    ['a sandbox', 'null', 'same-origin'],
    ['a liar about one of the two', OWN, 'cross-site'],
    ['the address bar', undefined, 'none'],
    ['a request without either header', undefined, undefined],
  ])('of %s is refused', (_, origin, site) => {
    expect(isFromOrigin(OWN, { origin, site })).toBe(false)
  })
})
