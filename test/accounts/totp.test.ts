import { describe, expect, test } from 'vitest'
import { matchCode, setupAddress, toBase32 } from '../../src/accounts/totp'
import { codeOf } from './authenticator'

/** RFC 6238, appendix B, cut to six digits. */
const SECRET = new Uint8Array(Buffer.from('12345678901234567890'))

describe('A code', () => {
  test.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ])('at second %d is the standard’s', async (second, code) => {
    const step = Math.floor(second / 30)
    expect(await matchCode(SECRET, code, { now: second * 1000, after: 0 })).toBe(step)
    expect(codeOf(toBase32(SECRET), second * 1000)).toBe(code)
  })

  test('counts for the step before and after, and never twice', async () => {
    const step = 1000
    const code = codeOf(toBase32(SECRET), step * 30_000)
    const match = (now: number, after = 0) => matchCode(SECRET, code, { now: now * 30_000, after })
    expect([await match(999), await match(1000), await match(1001)]).toEqual([step, step, step])
    expect([await match(998), await match(1002), await match(1000, step)]).toEqual([null, null, null])
  })

  test('needs a key that apps read', () => {
    expect(toBase32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    expect(setupAddress('ada@example.com', 'ABC')).toBe(
      'otpauth://totp/Enrollwire%3Aada%40example.com?secret=ABC&issuer=Enrollwire',
    )
  })
})
