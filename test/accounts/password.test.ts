import { describe, expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '../../src/accounts/password'
import { findPasswordProblem } from '../../src/accounts/password-rules'

// Hashing is slow on purpose, and slower on a busy machine.

describe('a password at rest', () => {
  test('is right for itself, in whichever Unicode form it is typed', async () => {
    const hash = await hashPassword('pässword of a person')
    expect(await verifyPassword({ hash, password: 'pässword of a person' })).toBe(true)
    expect(await verifyPassword({ hash, password: 'pa\u0308ssword of a person' })).toBe(true)
    expect(await verifyPassword({ hash, password: 'password of a person' })).toBe(false)
  })

  test('carries its parameters and a salt of its own', async () => {
    const [one, other] = await Promise.all([hashPassword('same password'), hashPassword('same password')])
    expect(one).toMatch(/^scrypt\$14\$8\$5\$[\w-]{22}\$[\w-]{86}$/)
    expect(one).not.toBe(other)
  })

  test.each(['', 'plain', 'md5$1$2$3$4$5', 'scrypt$14$8'])('is never right when it is %j', async (hash) => {
    expect(await verifyPassword({ hash, password: '' })).toBe(false)
  })
})

describe('choosing a password', () => {
  test('takes any long one, whatever its letters', () => {
    expect(findPasswordProblem('correct horse battery')).toBeNull()
    expect(findPasswordProblem('demo-password')).toBeNull()
  })

  test.each(['nine char', 'a'.repeat(129), 'Password123', 'ababababababab'])('refuses %j', (password) => {
    expect(findPasswordProblem(password)).not.toBeNull()
  })
})
