import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { signPost, toWebhookId } from '../../../src/integrations/signed-post/signature'
import {
  createSigningSecret,
  listSigningSecrets,
  rotateSigningSecret,
  showSecret,
} from '../../../src/integrations/signed-post/signing-secret'

const NOON = Date.UTC(2026, 10, 20, 12)
const DAY_MS = 86_400_000

describe('a signature', () => {
  test('is what the standardwebhooks package makes of the same secret', async () => {
    const secret = showSecret(createSigningSecret())
    const body = '{"name":"Ádá"}'
    expect(await signPost('msg_1', body, [secret], NOON)).toEqual({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(NOON / 1000),
      'webhook-signature': new Webhook(secret).sign('msg_1', new Date(NOON), body),
    })
  })

  test('is given by each secret that is valid, and either verifies', async () => {
    const secrets = [showSecret(createSigningSecret()), showSecret(createSigningSecret())]
    const headers = await signPost('msg_1', '{}', secrets, Date.now())
    for (const secret of secrets) {
      expect(new Webhook(secret).verify('{}', headers)).toEqual({})
    }
    expect(() => new Webhook(showSecret(createSigningSecret())).verify('{}', headers)).toThrow()
  })
})

describe('the secret', () => {
  test('rotates with a day in which both are good', () => {
    const first = createSigningSecret()
    const second = rotateSigningSecret(first, 'form-1', NOON) ?? ''
    expect(listSigningSecrets(second, NOON + DAY_MS - 1)).toEqual([showSecret(second), showSecret(first)])
    expect(listSigningSecrets(second, NOON + DAY_MS)).toEqual([showSecret(second)])
    expect(showSecret(second)).not.toBe(showSecret(first))
  })

  test('rotates once for a form sent twice, and drops the oldest at the next', () => {
    const first = createSigningSecret()
    const second = rotateSigningSecret(first, 'form-1', NOON) ?? ''
    expect(rotateSigningSecret(second, 'form-1', NOON)).toBeNull()
    const third = rotateSigningSecret(second, 'form-2', NOON) ?? ''
    expect(listSigningSecrets(third, NOON)).toEqual([showSecret(third), showSecret(second)])
  })
})

describe('the webhook-id', () => {
  test('is the same for the same entry of a marketplace, and for no other', async () => {
    const id = await toWebhookId('m1', 'abc.e-1~1')
    expect(id).toMatch(/^msg_[0-9a-f]{40}$/)
    expect(await toWebhookId('m1', 'abc.e-1~1')).toBe(id)
    expect(await toWebhookId('m2', 'abc.e-1~1')).not.toBe(id)
    expect(await toWebhookId('m1', 'abc.e-1~2')).not.toBe(id)
  })
})
