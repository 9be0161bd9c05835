import { describe, expect, test } from 'vitest'
import { parseSiteAddress } from '../../../../src/integrations/thinkific/client/site-address'

describe('Site URL', () => {
  test.each([
    'academy',
    ' Academy ',
    'academy.thinkific.com',
    'academy.thinkific.com.',
    'ACADEMY.THINKIFIC.COM',
    'https://academy.thinkific.com',
    'http://academy.thinkific.com/',
    'https://academy.thinkific.com:443/manage/courses?page=2#top',
    'academy.thinkific.com/users/sign_in',
    'https://academy.thinkific.com?x=https://evil.com',
  ])('takes %s', (text) => {
    expect(parseSiteAddress(text)).toEqual({ ok: true, site: 'academy' })
  })

  test.each([
    'https://academy.example.com',
    'academy.example.com',
    'learn.school',
    'https://notthinkific.com',
    'evilthinkific.com',
    'academy.thinkific.com.evil.com',
  ])('refuses the custom domain %s and says where the name is found', (text) => {
    const answer = parseSiteAddress(text)
    expect(answer).toMatchObject({ ok: false })
    expect(answer.ok ? '' : answer.sentence).toContain('custom domain')
    expect(answer.ok ? '' : answer.sentence).toContain('Settings')
  })

  test.each([
    '',
    '   ',
    'https://school.thinkific.com@evil.com',
    'https://evil.com\\.thinkific.com',
    'https://evil.com#.thinkific.com',
    'https://evil.com/.thinkific.com',
    'https://evil.com?.thinkific.com',
    'school。thinkific。com',
    'https://school%2ethinkific.com',
    'https://academy.thinkific.com:8443',
    'http://0x7f.1',
    'http://127.0.0.1',
    'http://[::1]/',
    'javascript:alert(1)',
    'ftp://academy.thinkific.com',
    'file:///etc/passwd',
    'a.b.thinkific.com',
    '.thinkific.com',
    '-academy',
    'academy-',
    'aca demy',
    'academy\r\nX-Auth-Subdomain: other',
    'academy\u0000',
    'ácademy',
    'K\u212Aelvin',
    'a'.repeat(64),
    'a'.repeat(10_000),
    '../academy',
    '//academy.thinkific.com',
    'www.thinkific.com',
    'https://api.thinkific.com/api/public/v1',
  ])('refuses %j', (text) => {
    const answer = parseSiteAddress(text)
    expect(answer.ok).toBe(false)
    expect(answer.ok ? 0 : answer.sentence.length).toBeLessThan(400)
  })
})
