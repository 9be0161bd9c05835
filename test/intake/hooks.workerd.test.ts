import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Env } from '../../src/env'
import { endpointCopyKey } from '../../src/intake/endpoint-copy'
import { HOOK_ROUTES } from '../../src/intake/hook-routes'
import { createHooks } from '../../src/intake/hooks'
import { IsolateCache } from '../../src/intake/isolate-cache'
import type { QueueMessage } from '../../src/model/message'
import { seal } from '../../src/secrets/sealing'
import samcartPurchase from '../fixtures/samcart/product.purchased.json'
import purchased from '../fixtures/standard/product.purchased.json'
import { addSecret, KEY, keyed, makeEndpoint, type NewEndpoint, SIGNING, signedPost } from './endpoints'
import { ROUTES } from './made-up-routes'

const BODY = JSON.stringify(purchased)

let hooks: ReturnType<typeof createHooks>
let endpoint: NewEndpoint
let queued: QueueMessage[]
let fallen: unknown[]
let refusals: { status: number; reason: string; word?: string | null; field?: string | null }[]
let watched: Env

beforeEach(async () => {
  hooks = createHooks(HOOK_ROUTES.all, new IsolateCache())
  endpoint = await makeEndpoint()
  queued = []
  fallen = []
  refusals = []
  watched = {
    ...env,
    EVENTS: queue(async (message) => void queued.push(message)),
    JOURNAL: journal(),
  }
})

describe('a signed event', () => {
  test('is accepted under its webhook-id and queued once, with no look into D1 the second time', async () => {
    const first = await post(signedPost(endpoint.id, BODY, { id: 'msg_1' }))
    expect(first.status).toBe(202)
    expect(await first.json()).toEqual({ event: 'msg_1', status: 'accepted' })
    const prepare = vi.spyOn(watched.DB, 'prepare')
    const again = await post(signedPost(endpoint.id, BODY, { id: 'msg_1' }))
    expect(await again.json()).toEqual({ event: 'msg_1', status: 'duplicate' })
    expect(prepare).not.toHaveBeenCalled()
    expect(queued).toMatchObject([
      { kind: 'event', v: 1, copies: 0, event: { id: 'msg_1', type: 'product.purchased', body: BODY } },
      { event: { id: 'msg_1', marketplace: endpoint.marketplace, endpoint: endpoint.id } },
    ])
    prepare.mockRestore()
  })

  test('is accepted with hundreds of others that are the first on their isolate, for a few looks into D1', async () => {
    const prepare = vi.spyOn(watched.DB, 'prepare')
    const answers = await Promise.all(Array.from({ length: 300 }, () => post(signedPost(endpoint.id, BODY))))
    const looks = prepare.mock.calls.length
    prepare.mockRestore()
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(looks).toBeLessThan(50)
  })

  test('carries the number of failures its endpoint calls delinquent, from D1 and from the copy', async () => {
    const send = async () => {
      hooks = createHooks(HOOK_ROUTES.all, new IsolateCache())
      await post(signedPost(endpoint.id, BODY))
      return queued.map((message) => (message.kind === 'event' ? message.event.delinquentAt : null)).at(-1)
    }
    expect(await send()).toBeUndefined()
    await env.DB.prepare('UPDATE endpoints SET delinquent_at = 8 WHERE id = ?').bind(endpoint.id).run()
    expect(await send()).toBe(8)
    const { results } = await env.DB.prepare('SELECT id, kind, sealed FROM endpoint_secrets WHERE endpoint = ?')
      .bind(endpoint.id)
      .all()
    const secrets = results.map((row) => ({ ...row, validUntil: null }))
    const copy = { marketplace: endpoint.marketplace, secrets }
    await env.COPIES.put(endpointCopyKey(endpoint.id), JSON.stringify({ ...copy, delinquentAt: 6 }))
    expect(await send()).toBe(6)
    await env.COPIES.put(endpointCopyKey(endpoint.id), JSON.stringify(copy))
    expect(await send()).toBeUndefined()
  })

  test('is a duplicate to the isolate that queued it, and to no other', async () => {
    const twice = async () => post(signedPost(endpoint.id, BODY, { id: 'msg_1' }))
    await twice()
    expect(await (await twice()).json()).toMatchObject({ status: 'duplicate' })
    hooks = createHooks(HOOK_ROUTES.all, new IsolateCache())
    expect(await (await twice()).json()).toMatchObject({ status: 'accepted' })
  })

  test('goes through the real queue binding', async () => {
    const ctx = createExecutionContext()
    const answer = await hooks.receive(signedPost(endpoint.id, BODY), env, ctx)
    await waitOnExecutionContext(ctx)
    expect(answer.status).toBe(202)
  })

  test('asked for twice within a minute leaves a copy of the sealed secrets in KV, none of them readable', async () => {
    await post(signedPost(endpoint.id, BODY))
    vi.useFakeTimers({ now: Date.now() + 40_000, toFake: ['Date'] })
    await post(signedPost(endpoint.id, BODY))
    vi.useRealTimers()
    const copy = await env.COPIES.get(endpointCopyKey(endpoint.id))
    expect(copy).toContain(endpoint.marketplace)
    expect(copy).not.toContain(SIGNING)
    expect(copy).not.toContain(KEY)
  })

  test('asked for rarely leaves no copy, which would expire unread', async () => {
    const put = vi.fn()
    const counted = { ...watched, COPIES: Object.assign(Object.create(env.COPIES), { get: async () => null, put }) }
    vi.useFakeTimers({ toFake: ['Date'] })
    for (let visit = 0; visit < 3; visit++) {
      expect((await post(signedPost(endpoint.id, BODY), counted)).status).toBe(202)
      vi.setSystemTime(Date.now() + 90_000)
    }
    vi.useRealTimers()
    expect(put).not.toHaveBeenCalled()
  })

  test('is refused when it is older than five minutes, changed, or signed by another', async () => {
    expect((await post(signedPost(endpoint.id, BODY, { age: 301 }))).status).toBe(401)
    expect((await post(signedPost(endpoint.id, BODY, { secret: `whsec_${btoa('x'.repeat(32))}` }))).status).toBe(401)
    const changed = new Request(signedPost(endpoint.id, BODY), { body: BODY.replace('ada', 'eve') })
    expect((await post(changed)).status).toBe(401)
    expect(queued).toEqual([])
    expect(refusals.map((refusal) => refusal.status)).toEqual([401, 401, 401])
  })

  test('a webhook secret is rotated: the new one counts at once, the old one until it ends', async () => {
    await post(signedPost(endpoint.id, BODY))
    const next = `whsec_${btoa('the next signing secret, 32 byte')}`
    await addSecret(endpoint, 'signing', next)
    expect((await post(signedPost(endpoint.id, BODY, { secret: next }))).status).toBe(202)
    expect((await post(signedPost(endpoint.id, BODY))).status).toBe(202)
    // Each event says which secret proved it, so that one sees when the old one is no longer used.
    const [first, second, third] = events().map(({ source }) => source?.kind === 'endpoint' && source.secret)
    expect([first === third, first === second, first]).toEqual([true, false, expect.any(String)])
    const gone = `whsec_${btoa('a secret whose time has run out.')}`
    await addSecret(endpoint, 'signing', gone, Date.now() - 1)
    expect((await post(signedPost(endpoint.id, BODY, { secret: gone }))).status).toBe(401)
  })
})

describe('an event with a key', () => {
  test('is its Idempotency-Key, else its own id, else a new id with fingerprints', async () => {
    await post(keyed(endpoint.id, BODY, { headers: { 'Idempotency-Key': 'order-7' } }))
    await post(keyed(endpoint.id, JSON.stringify({ ...purchased, id: 42 })))
    await post(keyed(endpoint.id, BODY))
    expect(events().map((event) => event.id)).toEqual(['order-7', '42', expect.stringMatching(/^evt_[0-9a-f]{32}$/)])
    expect(events().map((event) => event.items[0]?.fingerprint?.kind)).toEqual([undefined, undefined, 'line'])
  })

  test('may be a form, and its Idempotency-Key is no template that was not filled in', async () => {
    const form = 'type=product.purchased&data__customer__email=ada%40example.com&data__items__product_id=350399'
    const headers = { 'Idempotency-Key': '{{id}}', 'content-type': 'application/x-www-form-urlencoded' }
    expect((await post(keyed(endpoint.id, form, { headers }))).status).toBe(202)
    expect(events()).toMatchObject([
      { id: expect.stringMatching(/^evt_/), type: 'product.purchased', items: [{ fingerprint: { kind: 'state' } }] },
    ])
  })

  test('is refused with a wrong key, and the key appears nowhere', async () => {
    const answer = await post(keyed(endpoint.id, BODY, { key: 'guessed-key' }))
    expect(answer.status).toBe(401)
    expect(JSON.stringify([await answer.json(), refusals])).not.toContain('guessed-key')
  })
})

describe('a word whose meaning the marketplace chose', () => {
  test('is read that way, in that format alone, from KV’s copy too', async () => {
    const insert = 'INSERT INTO words VALUES (?, ?, ?, ?, ?, 0)'
    const choose = (format: string, word: string, meaning: string) =>
      env.DB.prepare(insert).bind(endpoint.marketplace, format, word, word, meaning).run()
    await choose('samcart', 'couponapplied', 'product.purchased')
    await choose('samcart', 'clubclosed', 'ignore')
    const samcart = (type: string) =>
      post(keyed(`${endpoint.id}/samcart`, JSON.stringify({ ...samcartPurchase, type })))
    await samcart('Coupon Applied')
    await samcart('Club-Closed')
    await post(keyed(endpoint.id, JSON.stringify({ ...purchased, type: 'Coupon Applied' })))
    const copied = JSON.stringify({
      ...(await copyOf(endpoint)),
      words: [['samcart', 'couponapplied', 'product.refunded']],
    })
    hooks = createHooks(HOOK_ROUTES.all, new IsolateCache())
    await env.COPIES.put(endpointCopyKey(endpoint.id), copied, { expirationTtl: 60 })
    await samcart('Coupon Applied')
    expect(events().map(({ type, harmless }) => [type, harmless])).toEqual([
      ['product.purchased', undefined],
      [null, true],
      [null, undefined],
      ['product.refunded', undefined],
    ])
  })
})

describe('other senders', () => {
  test('a SamCart post is accepted whatever it calls its content, and its key is in no event', async () => {
    const headers = { 'content-type': 'text/html' }
    const answer = await post(keyed(`${endpoint.id}/samcart`, JSON.stringify(samcartPurchase), { headers }))
    expect(answer.status).toBe(202)
    expect(events()).toMatchObject([
      { source: { sender: 'samcart', format: 'samcart' }, tells: 'triggers', type: 'product.purchased' },
    ])
    expect(JSON.stringify(queued)).not.toContain(KEY)
  })

  test.each<[string, Record<string, string>, (text: string) => BodyInit | Promise<BodyInit>]>([
    ['compressed', { 'content-encoding': 'gzip' }, compress],
    ['compressed twice', { 'content-encoding': 'gzip' }, async (text) => compress(await compress(text))],
    ['deflated', { 'content-encoding': 'deflate' }, (text) => compress(text, 'deflate')],
    ['deflated without a head', { 'content-encoding': 'deflate' }, (text) => compress(text, 'deflate-raw')],
    ['in UTF-16 without a mark', { 'content-type': 'application/json; charset=utf-16' }, (text) => toBytes(text, 2)],
    ['in UTF-16 without a mark or a label', {}, (text) => toBytes(text, 2)],
    ['with a NUL behind it', {}, (text) => `${text}\0`],
    ['in Latin-1', { 'content-type': 'application/json; charset=iso-8859-1' }, (text) => toBytes(text, 1)],
    ['in Latin-1, said by nothing', {}, (text) => toBytes(text, 1)],
    ['in UTF-16', { 'content-type': 'application/json; charset=utf-16le' }, (text) => toBytes(text, 2)],
    ['in UTF-16 with its mark alone', {}, (text) => toBytes(`\ufeff${text}`, 2)],
    ['in UTF-8 with a replacement character', { 'content-type': 'text/plain; charset=latin1' }, (text) => text],
  ])('a post %s is read', async (_, headers, encode) => {
    const text = JSON.stringify({
      ...purchased,
      data: { ...purchased.data, order: { id: _.includes('UTF-8') ? '�' : 'é' } },
    })
    const body = await encode(text)
    const address = `https://app.example/hooks/${endpoint.id}?key=${KEY}`
    expect((await post(new Request(address, { method: 'POST', headers, body }))).status).toBe(202)
    expect(queued.at(-1)).toMatchObject({
      event: { type: 'product.purchased', orderId: _.includes('UTF-8') ? '�' : 'é' },
    })
  })

  test.each<[string, (text: string) => Uint8Array, string]>([
    ['in Latin-1', (text) => toBytes(text, 1), 'iso-8859-1'],
    ['in UTF-16', (text) => toBytes(text, 2), 'utf-16le'],
  ])('a signature covers the bytes of a body %s', async (_, encode, charset) => {
    const body = encode(JSON.stringify({ ...purchased, data: { ...purchased.data, order: { id: 'é' } } }))
    const [id, seconds] = ['msg_7', String(Math.floor(Date.now() / 1000))]
    const key = Buffer.from(SIGNING.slice('whsec_'.length), 'base64')
    const mac = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64')
    const headers = {
      'content-type': `application/json; charset=${charset}`,
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,${mac}`,
    }
    const send = (sent: Uint8Array) =>
      post(new Request(`https://app.example/hooks/${endpoint.id}`, { method: 'POST', headers, body: sent }))
    expect((await send(body)).status).toBe(202)
    expect(queued.at(-1)).toMatchObject({ event: { id, orderId: 'é' } })
    expect((await send(encode(JSON.stringify(purchased)))).status).toBe(401)
  })

  test('a compressed post may be no longer than others, and half of one is no event', async () => {
    const address = `https://app.example/hooks/${endpoint.id}?key=${KEY}`
    const send = (body: BodyInit) => post(new Request(address, { method: 'POST', body }))
    expect((await send(await compress(' '.repeat(1_000_000)))).status).toBe(413)
    expect((await send((await compress(BODY)).slice(0, 60))).status).toBe(400)
  })

  test('a signature does not open the SamCart address', async () => {
    expect((await post(signedPost(`${endpoint.id}/samcart`, JSON.stringify(samcartPurchase)))).status).toBe(401)
  })

  test('a new sender and a new format are a folder each and a line in a list', async () => {
    hooks = createHooks(ROUTES, new IsolateCache())
    const headers = { 'x-made-up-key': KEY, 'x-made-up-delivery': 'delivery 7' }
    const request = keyed(`${endpoint.id}/made-up`, 'sold|Ada@example.com|lamp|A-1', { key: 'none', headers })
    expect((await post(request)).status).toBe(202)
    expect(events()).toMatchObject([
      {
        id: 'delivery 7',
        type: 'product.purchased',
        orderId: 'A-1',
        customer: { email: 'ada@example.com' },
        source: { kind: 'endpoint', endpoint: endpoint.id, sender: 'made-up-sender', format: 'made-up-format' },
      },
    ])
    expect((await post(keyed(`${endpoint.id}/made-up`, 'sold|ada@example.com|lamp|A-1'))).status).toBe(401)
  })

  test('one that signs may use any words, and any words may come from one that does not', async () => {
    hooks = createHooks(ROUTES, new IsolateCache())
    const words = await post(
      signedPost(`${endpoint.id}/made-up-words`, 'sold|ada@example.com|lamp|A-1', { id: 'msg_5' }),
    )
    const headers = { 'x-made-up-key': KEY }
    const proof = await post(keyed(`${endpoint.id}/made-up-proof`, JSON.stringify(samcartPurchase), { headers }))
    expect([words.status, proof.status]).toEqual([202, 202])
    expect(events()).toMatchObject([
      { id: 'msg_5', tells: 'facts', source: { sender: 'standard', format: 'made-up-format' }, orderId: 'A-1' },
      {
        tells: 'triggers',
        source: { sender: 'made-up-sender', format: 'samcart' },
        items: [{ fingerprint: { kind: 'line' } }],
      },
    ])
  })
})

describe('answers', () => {
  test('404 for an endpoint that does not exist, and for an unknown sender', async () => {
    expect((await post(keyed('ep_nowhere', BODY))).status).toBe(404)
    expect((await post(keyed(`${endpoint.id}/unknown`, BODY))).status).toBe(404)
  })

  test('404 as a problem for an address longer than any of ours; a slash at the end is forgiven', async () => {
    const longer = await post(keyed(`${endpoint.id}/samcart/more`, BODY))
    expect([longer.status, longer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    expect((await post(keyed(`${endpoint.id}/`, BODY))).status).toBe(202)
    const answer = await post(keyed(`${endpoint.id}/samcart/`, JSON.stringify(samcartPurchase)))
    expect(answer.status).toBe(202)
    expect(events()).toMatchObject([{ source: { sender: 'standard' } }, { source: { sender: 'samcart' } }])
  })

  test('405 for anything but POST', async () => {
    const answer = await post(new Request(`http://hooks.test/hooks/${endpoint.id}`))
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST')
  })

  test('413 over 96 KiB, whatever the sender claims about its length', async () => {
    const chunks = new ReadableStream({
      start(controller) {
        for (let kib = 0; kib < 97; kib++) {
          controller.enqueue(new TextEncoder().encode(' '.repeat(1024)))
        }
        controller.close()
      },
    })
    const long = new Request(`http://hooks.test/hooks/${endpoint.id}?key=${KEY}`, { method: 'POST', body: chunks })
    expect((await post(long)).status).toBe(413)
    expect(refusals).toMatchObject([{ status: 413 }])
  })

  test('400 and 422 as problem+json naming the field; the post is in the log all the same', async () => {
    const broken = await post(signedPost(endpoint.id, '{"type":'))
    expect(broken.status).toBe(400)
    const nameless = JSON.stringify({ ...purchased, data: { ...purchased.data, customer: null } })
    const incomplete = await post(signedPost(endpoint.id, nameless))
    expect(incomplete.status).toBe(422)
    expect(incomplete.headers.get('content-type')).toBe('application/problem+json')
    expect(await incomplete.json()).toMatchObject({ status: 422, field: 'data.customer' })
    expect(refusals).toMatchObject([
      { status: 400, word: null, field: null },
      { status: 422, word: 'product.purchased', field: 'data.customer' },
    ])
    expect(events().map((event) => [event.type, event.problem])).toEqual([
      [null, 'The body is not JSON.'],
      [null, expect.stringContaining('data.customer')],
    ])
  })

  test('never takes the corrected post for a repeat of the broken one', async () => {
    await post(signedPost(endpoint.id, JSON.stringify({ ...purchased, data: {} }), { id: 'msg_2' }))
    const corrected = await post(signedPost(endpoint.id, BODY, { id: 'msg_2' }))
    expect(await corrected.json()).toEqual({ event: 'msg_2', status: 'accepted' })
    expect(new Set(events().map((event) => event.id)).size).toBe(2)
  })

  test('202 for an unknown type, which then grants nothing', async () => {
    const answer = await post(signedPost(endpoint.id, JSON.stringify({ type: 'cart.abandoned' }), { id: 'msg_3' }))
    expect(answer.status).toBe(202)
    expect(events()).toMatchObject([{ id: 'msg_3', type: null, typeWord: 'cart.abandoned', items: [] }])
  })

  test('202 names what was ignored', async () => {
    const odd = { ...purchased, data: { ...purchased.data, test: '', subscription: { id: 's', period_end: 'soon' } } }
    const answer = await post(signedPost(endpoint.id, JSON.stringify(odd), { id: 'msg_8' }))
    expect(answer.status).toBe(202)
    const ignored = ['test, blank', 'subscription.period_end, not a date']
    expect(await answer.json()).toEqual({ event: 'msg_8', status: 'accepted', ignored })
    expect(events()).toMatchObject([{ type: 'product.purchased', ignored }])
  })

  test('401 says what to change about a timestamp, and keeps the word of the refused post', async () => {
    const request = signedPost(endpoint.id, BODY)
    request.headers.set('webhook-timestamp', String(Date.now()))
    expect(await (await post(request)).json()).toMatchObject({
      detail: expect.stringContaining('is in milliseconds. Send whole seconds'),
    })
    const shouting = JSON.stringify({ type: '<b>Call 555-0100 now!</b>' })
    await post(keyed(endpoint.id, shouting, { key: 'wrong' }))
    expect(refusals).toMatchObject([
      { status: 401, word: 'product.purchased' },
      { status: 401, word: null },
    ])
  })
})

describe('a flood of posts that are not authentic', () => {
  test('is throttled by endpoint and address, and an authentic event from there never is', async () => {
    const answers = await Promise.all(wrongOnes(25))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20)
    const slower = answers.filter(({ status }) => status === 429)
    expect(slower).toHaveLength(5)
    expect(Number(slower[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await post(keyed(endpoint.id, BODY))).status).toBe(202)
  })

  test('never locks out a sender with a new key, however many wrong ones came before', async () => {
    await Promise.all(wrongOnes(30))
    await addSecret(endpoint, 'key', 'the-key-made-just-now')
    const [answer] = await Promise.all([
      post(keyed(endpoint.id, BODY, { key: 'the-key-made-just-now' })),
      ...wrongOnes(30),
    ])
    expect(answer?.status).toBe(202)
  })

  test('lets no more than a hundred posts wait for D1, and asks the others to retry', async () => {
    const answers = await Promise.all(wrongOnes(130))
    const counts = Map.groupBy(answers, ({ status }) => status)
    expect([...counts.keys()].sort()).toEqual([401, 429, 503])
    expect(counts.get(503)).toHaveLength(20)
    expect(counts.get(503)?.[0]?.headers.get('retry-after')).not.toBeNull()
  })

  test('looks into D1 a few times only', async () => {
    await post(signedPost(endpoint.id, BODY))
    const prepare = vi.spyOn(watched.DB, 'prepare')
    await Promise.all(wrongOnes(60))
    expect(prepare.mock.calls.length).toBeLessThanOrEqual(12)
    prepare.mockRestore()
  })
})

describe('when something is down', () => {
  test('503 without a copy and without D1, never 401 or 404', async () => {
    const answer = await post(signedPost(endpoint.id, BODY), { ...watched, DB: broken('D1') })
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('a copy in KV is enough, and one the isolate had is better than losing the event', async () => {
    const elsewhere = { id: `ep_copied_${crypto.randomUUID()}`, marketplace: 'store_copied' }
    const sealed = await seal(env.SEALING_KEYS, `endpoint:store_copied:${elsewhere.id}:s1`, SIGNING)
    const secrets = [{ id: 's1', kind: 'signing', sealed, validUntil: null }]
    const copy = JSON.stringify({ marketplace: 'store_copied', secrets })
    await env.COPIES.put(endpointCopyKey(elsewhere.id), copy, { expirationTtl: 60 })
    const alone = { ...watched, DB: broken<Env['DB']>('D1') }
    expect((await post(signedPost(elsewhere.id, BODY), alone)).status).toBe(202)
    vi.useFakeTimers({ now: Date.now() + 120_000, toFake: ['Date'] })
    expect((await post(signedPost(elsewhere.id, BODY), { ...alone, COPIES: broken('KV') })).status).toBe(202)
    vi.useRealTimers()
  })

  test('503, not 401, for a wrong key that D1 cannot confirm', async () => {
    await post(signedPost(endpoint.id, BODY))
    const answer = await post(keyed(endpoint.id, BODY, { key: 'perhaps new' }), { ...watched, DB: broken('D1') })
    expect(answer.status).toBe(503)
  })

  test('a journal that is down refuses no post', async () => {
    const answer = await post(keyed(endpoint.id, BODY, { key: 'wrong' }), { ...watched, JOURNAL: broken('JOURNAL') })
    expect(answer.status).toBe(401)
  })

  test('the journal takes what the queue refuses twice; 503 when neither does', async () => {
    let tries = 0
    const EVENTS = queue(async () => {
      tries += 1
      throw new Error('queue overloaded')
    })
    expect((await post(signedPost(endpoint.id, BODY, { id: 'msg_4' }), { ...watched, EVENTS })).status).toBe(202)
    expect(tries).toBe(2)
    expect(fallen).toMatchObject([{ id: 'msg_4' }])
    const refused = await post(signedPost(endpoint.id, BODY), { ...watched, EVENTS, JOURNAL: broken('JOURNAL') })
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).not.toBeNull()
  })
})

async function post(request: Request, bindings: Env = watched): Promise<Response> {
  const ctx = createExecutionContext()
  const answer = await hooks.receive(request, bindings, ctx)
  await waitOnExecutionContext(ctx)
  return answer
}

async function copyOf({ id, marketplace }: NewEndpoint) {
  const { results } = await env.DB.prepare(
    'SELECT id, kind, sealed, valid_until AS validUntil FROM endpoint_secrets WHERE endpoint = ?',
  )
    .bind(id)
    .all()
  return { marketplace, secrets: results }
}

function wrongOnes(many: number): Promise<Response>[] {
  return Array.from({ length: many }, (_, n) => post(keyed(endpoint.id, BODY, { key: `wrong ${n}` })))
}

function events() {
  return queued.flatMap((message) => (message.kind === 'event' ? [message.event] : []))
}

function queue(send: (message: QueueMessage) => Promise<void>): Env['EVENTS'] {
  return Object.assign(Object.create(env.EVENTS), { send })
}

function journal(): Env['JOURNAL'] {
  const stub = {
    fallback: async (event: unknown) => void fallen.push(event),
    refuse: async (refusal: { status: number; reason: string }) => void refusals.push(refusal),
  }
  return Object.assign(Object.create(env.JOURNAL), { getByName: () => stub })
}

function broken<Kind extends object>(name: string): Kind {
  const fail = () => {
    throw new Error(`${name} is down`)
  }
  return new Proxy({} as Kind, { get: () => fail })
}

function toBytes(text: string, width: 1 | 2): Uint8Array<ArrayBuffer> {
  const codes = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
  return Uint8Array.from(codes.flatMap((code) => (width === 1 ? [code] : [code & 0xff, code >> 8])))
}

function compress(
  text: string | ArrayBuffer,
  format: 'gzip' | 'deflate' | 'deflate-raw' = 'gzip',
): Promise<ArrayBuffer> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream(format))).arrayBuffer()
}
