import { describe, expect, test } from 'vitest'
import { writeSecurityTxt } from '../../src/http/security-txt'

const NOW = Date.parse('2026-11-29T10:00:00Z')

describe('security.txt', () => {
  test('names the contact, the day it expires and its own address', () => {
    const env = { SECURITY_CONTACT: 'mailto:security@example.com', PUBLIC_URL: 'https://enroll.example.com' }
    expect(writeSecurityTxt(env, NOW)).toBe(
      'Contact: mailto:security@example.com\nExpires: 2027-11-29T00:00:00Z\nPreferred-Languages: en\nCanonical: https://enroll.example.com/.well-known/security.txt\n',
    )
  })

  test.each([undefined, '', 'security@example.com', 'http://example.com', 'mailto:a\nb'])(
    'is not there with the contact %j',
    (contact) => {
      expect(writeSecurityTxt(contact === undefined ? {} : { SECURITY_CONTACT: contact }, NOW)).toBeNull()
    },
  )
})
