/** The signatures that the Standard Webhooks reference libraries and Svix's documentation publish. */
import { describe, expect, test } from 'vitest'
import { standard } from '../../../src/intake/senders/standard'

const VECTORS = [
  {
    by: 'the reference libraries',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    seconds: 1614265330,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    by: 'Svix',
    secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl',
    id: 'msg_loFOjxBNrRLzqYUf',
    seconds: 1731705121,
    body: '{"event_type":"ping","data":{"success":true}}',
    signature: 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
  },
]

describe.each(VECTORS)('the vector of $by', ({ secret, id, seconds, body, signature }) => {
  const secrets = [{ id: 's', kind: 'signing' as const, plain: secret }]
  const post = (prefix: string, text: string) => ({
    headers: new Headers({
      [`${prefix}-id`]: id,
      [`${prefix}-timestamp`]: String(seconds),
      [`${prefix}-signature`]: signature,
    }),
    key: null,
    body: text,
    receivedAt: seconds * 1000 + 2_000,
  })

  test.each(['webhook', 'svix'])('is accepted with %s headers, dated and named by them', async (prefix) => {
    const given = post(prefix, body)
    const proof = await standard.authenticate(given, secrets)
    expect(proof).toMatchObject({ by: 'signature', sentAt: seconds * 1000 })
    expect(standard.identity({ id: 'in the body' }, given, proof)).toBe(id)
  })

  test('is refused with another byte', async () => {
    expect(await standard.authenticate(post('webhook', `${body} `), secrets)).toMatchObject({ by: null })
  })
})

describe('an identity', () => {
  const named = (key: string, body: object = {}) =>
    standard.identity(
      body,
      { headers: new Headers({ 'idempotency-key': key }), key: 'k', body: '', receivedAt: 0 },
      { by: 'key' },
    )

  test.each(['undefined', 'null', '0', '{{order.id}}', ' '])(
    'is not “%s”, which would make every event of a sender the same',
    (key) => {
      expect(named(key)).toBeNull()
      expect(named(key, { id: 'evt_7', data: {} })).toBe('evt_7')
      expect(named('', { id: key, data: {} })).toBeNull()
    },
  )

  test('is the same in quotes, as the draft of the header’s standard has it', () => {
    expect(named('"8e03978e-40d5"')).toBe('8e03978e-40d5')
    expect(named('8e03978e-40d5')).toBe('8e03978e-40d5')
    expect(named('""', { id: 'evt_7', data: {} })).toBe('evt_7')
  })

  test('is not the id of a body without data, which may be an order’s', () => {
    expect(named('', { id: 727, customer: {}, items: [] })).toBeNull()
  })
})
