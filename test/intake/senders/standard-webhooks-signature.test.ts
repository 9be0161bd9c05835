import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import type { OpenSecret } from '../../../src/intake/senders/sender'
import { isSignedBy } from '../../../src/intake/senders/standard-webhooks-signature'

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
