import { describe, expect, test } from 'vitest'
import { type AddressRules, hostOf, parseNotifyUrl } from '../../../src/integrations/signed-post/address'

const HOSTED: AddressRules = { local: false, own: ['enroll.example.com', 'enroll.example.org:8443'] }
const LOCAL: AddressRules = { local: true, own: ['127.0.0.1:8787'] }

const refusal = (url: string, rules = HOSTED) => {
  const parsed = parseNotifyUrl(url, rules)
  return parsed.ok ? null : parsed.sentence
}

describe('a Notify URL', () => {
  test.each([
    ['https://hooks.example.com/orders?x=1', 'https://hooks.example.com/orders?x=1'],
    [' HTTPS://Hooks.Example.COM#part ', 'https://hooks.example.com/'],
    ['https://hooks.example.com:443/a', 'https://hooks.example.com/a'],
    ['https://hooks.example.com:8443/a', 'https://hooks.example.com:8443/a'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ])('%s is posted to as %s', (typed, url) => {
    expect(parseNotifyUrl(typed, HOSTED)).toEqual({ ok: true, url })
  })

  test.each([
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '0x7f.1',
    '2130706433',
    '017700000001',
    '10.0.0.1.',
    '169.254.169.254',
    '１２７.0.0.1',
    '93.184.216.34',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[fd00::1]',
    '0',
  ])('at the address literal %s is refused', (host) => {
    expect(refusal(`https://${host}/`)).toMatch(/instead of an IP address/)
  })

  test.each([
    'localhost',
    'LOCALHOST.',
    'app.localhost',
    'intranet',
    'printer.local',
    'metadata.google.internal',
    'router.home.arpa.',
    'home.arpa',
  ])('at the private name %s is refused', (host) => {
    expect(refusal(`https://${host}/`)).toMatch(/is a name of a private network/)
  })

  test.each([
    ['', /is missing/],
    ['orders', /is not an address/],
    ['https://', /is not an address/],
    ['https://localhost../', /is not an address/],
    ['https://0x7f.1../', /is not an address/],
    ['https://metadata.google.internal../', /is not an address/],
    ['https://hooks.example.com:99999/', /is not an address/],
    [`https://hooks.example.com/${'a'.repeat(2000)}`, /longer than 2,000 characters/],
    ['http://hooks.example.com/', /must begin with https/],
    ['http://127.0.0.1/', /must begin with https/],
    ['ftp://hooks.example.com/', /must begin with https/],
    ['javascript:alert(1)', /must begin with https/],
    ['https://hooks.example.com:22/', /uses port 22/],
    ['https://hooks.example.com:80/', /uses port 80/],
    ['https://ada:pw@hooks.example.com/', /before the @/],
    ['https://ada@hooks.example.com/', /before the @/],
    ['https://enroll.example.com/hooks/abc', /leads back to Enrollwire/],
    ['https://enroll.example.com./hooks/abc', /leads back to Enrollwire/],
    ['https://ENROLL.example.com:8443/', /leads back to Enrollwire/],
    ['https://enroll.example.org.:8443/', /leads back to Enrollwire/],
  ])('%s is refused with the reason', (url, sentence) => {
    expect(refusal(url)).toMatch(sentence)
  })

  test('on a developer’s machine may be http on loopback, and nothing else', () => {
    expect(refusal('http://127.0.0.1:8788/receiver', LOCAL)).toBeNull()
    expect(refusal('http://localhost:3000/', LOCAL)).toBeNull()
    expect(refusal('http://[::1]:3000/', LOCAL)).toBeNull()
    expect(refusal('https://hooks.example.com/', LOCAL)).toBeNull()
    expect(refusal('http://hooks.example.com/', LOCAL)).toMatch(/must begin with https/)
    expect(refusal('http://10.0.0.1/', LOCAL)).toMatch(/must begin with https/)
    expect(refusal('http://ada:pw@localhost/', LOCAL)).toMatch(/before the @/)
    expect(refusal('http://127.0.0.1:8787/hooks/abc', LOCAL)).toMatch(/leads back to Enrollwire/)
  })

  test('is known by its host alone, since the rest may hold a token', () => {
    expect(hostOf('https://hooks.example.com:8443/t0p/secret?k=1')).toBe('hooks.example.com:8443')
  })
})
