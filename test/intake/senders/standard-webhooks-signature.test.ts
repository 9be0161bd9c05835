import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import type { OpenSecret } from '../../../src/intake/senders/sender'
import { explainTimestamp, isSignedBy } from '../../../src/intake/senders/standard-webhooks-signature'

const NOW = Date.UTC(2026, 10, 20, 10)
const SECONDS = NOW / 1000
const BODY = '\uFEFF{"name":"Zoë 🎓"}'

function secret(bytes: string): OpenSecret {
  return { id: bytes, kind: 'signing', plain: `whsec_${btoa(bytes)}` }
}

function signed(by: OpenSecret, different: object = {}) {
  const signatures = new Webhook(by.plain).sign('msg_1', new Date(NOW), BODY)
  return { id: 'msg_1', timestamp: String(SECONDS), signatures, body: BODY, ...different }
}

describe('a signature', () => {
  const own = secret('a secret of thirty-two bytes....')

  test('is the one the published library makes', async () => {
    expect(await isSignedBy(own, signed(own))).toBe(true)
  })

  test('may stand among others, of other versions and secrets', async () => {
    const { signatures } = signed(own)
    const other = signed(secret('another one')).signatures
    expect(await isSignedBy(own, signed(own, { signatures: `v1a,${btoa('x')} ${other} ${signatures}` }))).toBe(true)
    expect(await isSignedBy(own, signed(own, { signatures: other }))).toBe(false)
    expect(await isSignedBy(own, signed(own, { signatures: signatures.replace('v1,', 'v2,') }))).toBe(false)
  })

  test.each([{ id: 'msg_2' }, { timestamp: String(SECONDS + 1) }, { body: BODY.slice(1) }, { signatures: '' }])(
    'covers id, time and every byte of the body: %o',
    async (different) => {
      expect(await isSignedBy(own, signed(own, different))).toBe(false)
    },
  )

  test('of a secret that is no key is never valid', async () => {
    expect(await isSignedBy({ id: 's', kind: 'signing', plain: 'whsec_%%%' }, signed(own))).toBe(false)
    expect(await isSignedBy({ id: 's', kind: 'signing', plain: 'whsec_' }, signed(own))).toBe(false)
  })
})

describe('a timestamp', () => {
  test.each([0, 299, 300, -300])('%i seconds away is in time', (away) => {
    expect(explainTimestamp(String(SECONDS + away), NOW + 999)).toBeNull()
  })

  test.each<[string, string, string]>([
    ['301 seconds ahead', String(SECONDS + 301), 'more than five minutes ahead of our clock'],
    ['301 seconds behind', String(SECONDS - 301), 'more than five minutes behind our clock'],
    ['in milliseconds', String(NOW), 'is in milliseconds'],
    ['in milliseconds with decimals', `${NOW}.25`, 'is in milliseconds'],
    ['in microseconds', `${NOW}000`, 'is in microseconds. Send whole seconds: divide it by 1,000,000'],
    ['in nanoseconds', `${NOW}000000`, 'is in nanoseconds'],
    ['with decimals, as Python’s time() has them', `${SECONDS}.5`, 'has decimals'],
    ['empty', '', 'is empty'],
    ...[new Date(NOW).toISOString(), new Date(NOW).toUTCString(), '20.11.2026', '11/20/2026', 'Nov 20, 2026'].map(
      (text) => [`the date ${text}`, text, 'is a date'] satisfies [string, string, string],
    ),
    ...['soon', `${SECONDS}x`, `+${SECONDS}`, '9'.repeat(400)].map(
      (text) => [`“${text.slice(0, 12)}”`, text, 'is not a whole number of seconds'] satisfies [string, string, string],
    ),
  ])('%s is refused with what to change', (_, timestamp, words) => {
    expect(explainTimestamp(timestamp, NOW)).toContain(words)
  })
})
