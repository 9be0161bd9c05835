/** A receiver over hours and days: its object lives in simulated time, on the storage that outlives it. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { sealCredential } from '../../../src/integrations/credentials/sealed-credential'
import { ReceiverAlarm } from '../../../src/integrations/notify-url/object/alarm'
import { Receiver, type ReceiverPorts } from '../../../src/integrations/notify-url/object/receiver'
import { settlePost } from '../../../src/integrations/notify-url/object/settle-post'
import { ReceiverStorage } from '../../../src/integrations/notify-url/object/storage'
import { createSigningSecret, showSecret } from '../../../src/integrations/signed-post/signing-secret'
import type { FiringJob } from '../../../src/model/firing-job'
import type { Settling } from '../../../src/model/outcome'
import { PLAIN_OPTIONS } from '../../../src/model/rule'
import { type PersistentStorage, persistentStorage } from '../thinkific/storage'
import { RECEIVER_URL, TestReceiver } from './receiver'

const KEYS = 'k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const ROW = { id: 'i1', marketplace: 'm1' }
const NOON = Date.UTC(2026, 10, 20, 12)
const HOUR_MS = 3_600_000
const DOWN = () => new Response('down', { status: 503 })

let receiver: TestReceiver
let kept: PersistentStorage
let sealedCredential: string
let problems: (string | null)[]
let released: number
let url: string

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(NOON)
  receiver = new TestReceiver()
  kept = persistentStorage()
  const secret = createSigningSecret()
  receiver.secret = showSecret(secret)
  sealedCredential = await sealCredential(KEYS, ROW, secret)
  problems = []
  released = 0
  url = RECEIVER_URL
})

afterEach(() => {
  vi.useRealTimers()
})

/** A new life of the object. */
function wake() {
  const storage = kept.storage()
  const ports: ReceiverPorts = {
    sealingKeys: KEYS,
    rules: { local: false, own: [] },
    fetch: (input, init) => receiver.fetch(input, init),
    random: () => 0.5,
    load: async () => ({ ...ROW, sealedCredential, url, postsPerSecond: 10, name: 'CRM' }),
    reportProblem: async (_access, problem) => void problems.push(problem),
    releaseParked: async () => {
      released += 1
    },
  }
  const object = new Receiver(new ReceiverStorage(storage), ports)
  const alarm = new ReceiverAlarm(object, storage)
  return { settle: (n: number) => settlePost(object, job(n)), object, alarm }
}

function job(n: number): FiringJob {
  return {
    v: 1,
    firing: {
      id: `abc.e-${n}~1`,
      event: `e-${n}`,
      trigger: 'product.purchased',
      happenedAt: NOON,
      impliedBy: null,
      ownTrigger: true,
    },
    instruction: {
      action: 'send_notify_url_post',
      target: { kind: 'notify_url', id: '', name: 'the Notify URL' },
      options: PLAIN_OPTIONS,
    },
    eventType: 'product.purchased',
    happenedAt: NOON,
    receivedAt: NOON,
    origin: 'event',
    person: null,
    customer: { email: 'ada@example.com', firstName: null, lastName: null, id: null },
    purchase: {
      marketplace: 'm1',
      productId: 'club',
      productName: 'Club',
      orderId: '1',
      subscription: null,
      test: false,
    },
    fields: {},
    integration: {
      ...ROW,
      name: 'CRM',
      kind: 'notify-url',
      site: 'i1',
      sealedCredential,
      settings: { url, postsPerSecond: 10 },
    },
  }
}

const reasonOf = (settling: Settling) => (settling.final ? settling.outcome : settling.reason)

/** Five firings that fail open the circuit. */
async function bringDown(settle: (n: number) => Promise<Settling>) {
  receiver.reply = DOWN
  for (const n of [1, 2, 3, 4, 5]) {
    await settle(n)
  }
}

describe('a receiver is down for days', () => {
  test('a receiver is down for days: it is held after five failures, parked after twelve hours, and released by a probe', async () => {
    const { settle, alarm } = wake()
    await bringDown(settle)
    expect(receiver.events).toHaveLength(5)
    const held = await settle(6)
    expect(held).toMatchObject({ final: false, reason: 'held', parked: false })
    expect(receiver.events).toHaveLength(5)

    vi.setSystemTime(NOON + 13 * HOUR_MS)
    await alarm.onAlarm()
    expect(await wake().settle(6)).toMatchObject({ reason: 'held', parked: true })
    expect(released).toBe(0)
    expect(kept.alarm()).toBeLessThanOrEqual(Date.now() + 5 * 60_000)

    receiver.reply = () => new Response('', { status: 200 })
    vi.setSystemTime(NOON + 50 * HOUR_MS)
    const later = wake()
    await later.alarm.onAlarm()
    expect(receiver.posts.at(-1)?.body.type).toBe('notify_url.test')
    expect(receiver.posts.at(-1)?.verified).toBe(true)
    expect(released).toBe(1)
    expect(reasonOf(await later.settle(6))).toBe('sent')
  })

  test('is probed by one firing at a time, and by none before its time', async () => {
    const { settle, object } = wake()
    await bringDown(settle)
    const probeAt = object.circuit?.open?.probeAt ?? 0
    vi.setSystemTime(probeAt)
    const answers = await Promise.all([settle(6), settle(7), settle(8)])
    expect(answers.map(reasonOf)).toEqual(['held', 'held', 'held'])
    expect(receiver.events).toHaveLength(6)
  })

  test('is not held for posts that it is not ready for: its others go on', async () => {
    const { settle, object } = wake()
    receiver.reply = () => new Response('', { status: 409 })
    for (const n of [1, 2, 3, 4, 5]) {
      expect(await settle(n)).toMatchObject({ final: false, reason: 'temporary' })
    }
    receiver.reply = () => new Response('')
    expect(object.circuit).toBeNull()
    expect(reasonOf(await settle(6))).toBe('sent')
  })

  test('climbs the ladder for one firing that always fails, and parks it though others get through', async () => {
    const { settle } = wake()
    receiver.reply = (post) => new Response('', { status: post.body.ids.event === 'e-1' ? 500 : 200 })
    const waits: number[] = []
    for (let n = 0; n < 6; n++) {
      const answer = await settle(1)
      const at = answer.final ? 0 : answer.at
      waits.push(at - Date.now())
      vi.setSystemTime(at)
      expect(reasonOf(await settle(100 + n))).toBe('sent')
    }
    expect(waits).toEqual([10_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000])
    vi.setSystemTime(NOON + 12 * HOUR_MS)
    expect(await settle(1)).toMatchObject({
      final: false,
      parked: true,
      sentence: expect.stringContaining('Run it once the receiver is fixed.'),
    })
  })
})

describe('a firing', () => {
  test('that was sent is not posted again when its message returns, in a later life of the object too', async () => {
    expect(reasonOf(await wake().settle(1))).toBe('sent')
    expect(await wake().settle(1)).toMatchObject({ outcome: 'sent', sentence: 'hooks.example.com accepted it (200).' })
    expect(receiver.events).toHaveLength(1)
  })

  test('stores no email, no body and no secret', async () => {
    receiver.next.push(DOWN)
    const { settle } = wake()
    await settle(1)
    await settle(2)
    expect(kept.rows().join()).toContain('e-2')
    expect(kept.rows().join()).not.toMatch(/ada@example|whsec|t0psecret|v1\.k1/)
  })

  test('is forgotten after fifteen days', async () => {
    const { settle, alarm } = wake()
    await settle(1)
    vi.setSystemTime(NOON + 16 * 24 * HOUR_MS)
    await alarm.onAlarm()
    expect(kept.rows().join()).not.toContain('e-1')
  })

  test('to a pause is not posted before its end, whatever else comes', async () => {
    const { settle } = wake()
    receiver.next.push(() => new Response('', { status: 429, headers: { 'retry-after': '600' } }))
    expect(await settle(1)).toMatchObject({ reason: 'rate limit', at: NOON + 600_000 })
    expect(await settle(2)).toMatchObject({ reason: 'rate limit', at: NOON + 600_000 })
    expect(receiver.events).toHaveLength(1)
    vi.setSystemTime(NOON + 600_000)
    expect(reasonOf(await settle(1))).toBe('sent')
  })
})

describe.each<[string, () => Response | Promise<Response>]>([
  ['a 500', () => new Response('', { status: 500 })],
  ['a Cloudflare 522', () => new Response('', { status: 522 })],
  ['a 408', () => new Response('', { status: 408 })],
  ['a 409', () => new Response('', { status: 409 })],
  ['a 429', () => new Response('', { status: 429 })],
  ['a lost answer', () => Promise.reject(new TypeError('connection reset'))],
])('%s', (_, fault) => {
  test.each([
    ['in one life of the object', false],
    ['with the object evicted in between', true],
  ])('%s, is over in the end: one sent, every post signed and under one id', async (_, evicted) => {
    let { settle } = wake()
    receiver.next.push(fault, fault, fault)
    let answer = await settle(1)
    for (let n = 0; !answer.final && n < 10; n++) {
      expect(answer.parked).toBe(false)
      vi.setSystemTime(answer.at)
      settle = evicted ? wake().settle : settle
      answer = await settle(1)
    }
    expect(reasonOf(answer)).toBe('sent')
    expect(receiver.events).toHaveLength(4)
    expect(new Set(receiver.events.map(({ id }) => id)).size).toBe(1)
    expect(receiver.events.every(({ verified }) => verified)).toBe(true)
  })
})

describe('a post that waits for its turn behind stalled ones', () => {
  /** Six that hang, and one behind them. */
  async function stall(object: Receiver, settle: (n: number) => Promise<Settling>) {
    const answer = Promise.withResolvers<void>()
    receiver.reply = async () => {
      await answer.promise
      return new Response('')
    }
    const hanging = [1, 2, 3, 4, 5, 6].map(settle)
    await vi.waitFor(() => expect(receiver.events).toHaveLength(6))
    const waiting = settle(7)
    await vi.waitFor(() => expect(object.pace.waiting).toBe(1))
    return { waiting, end: () => Promise.all([answer.resolve(), ...hanging]) }
  }

  test('goes nowhere once its integration is deleted', async () => {
    const { settle, object } = wake()
    const { waiting, end } = await stall(object, settle)
    object.forget()
    await end()
    expect(await waiting).toMatchObject({ final: false, reason: 'temporary', parked: false })
    expect(receiver.events).toHaveLength(6)
  })

  test('does not go to the address that was replaced meanwhile', async () => {
    const { settle, object } = wake()
    const { waiting, end } = await stall(object, settle)
    object.startOver(ROW)
    await end()
    expect(await waiting).toMatchObject({ final: false, sentence: expect.stringContaining('new settings') })
    expect(receiver.events).toHaveLength(6)
  })
})

describe('a fault', () => {
  test('is not made of a 410 to a post that was under way when the integration was saved again', async () => {
    const { settle, object } = wake()
    receiver.reply = () => {
      object.startOver(ROW)
      return new Response('', { status: 410 })
    }
    expect(await settle(1)).toMatchObject({ reason: 'temporary', parked: false })
    expect(object.fault).toBeNull()
  })

  test('is reported once, and ends when the integration is saved again', async () => {
    const { settle, alarm, object } = wake()
    receiver.reply = () => new Response('', { status: 410 })
    expect(await settle(1)).toMatchObject({ reason: 'credentials', parked: true })
    await alarm.onAlarm()
    await alarm.onAlarm()
    expect(problems).toEqual([expect.stringContaining('answered 410 Gone')])
    expect(await settle(2)).toMatchObject({ parked: true })
    expect(receiver.events).toHaveLength(1)

    receiver.reply = () => new Response('')
    object.startOver(ROW)
    await alarm.onAlarm()
    expect(released).toBe(1)
    expect(reasonOf(await settle(1))).toBe('sent')
  })

  test('of an address that was changed meanwhile switches nothing off', async () => {
    const { object } = wake()
    const before = job(1)
    url = 'https://hooks.example.com/new'
    receiver.reply = () => new Response('', { status: 410 })
    expect(await settlePost(object, before)).toMatchObject({ reason: 'temporary', parked: false })
    expect(object.fault).toBeNull()
  })

  test('is a secret that no key opens, or an address that may not be posted to any more', async () => {
    const { object } = wake()
    const sealed = job(1)
    sealed.integration.sealedCredential = sealedCredential.replace('k1', 'k9')
    expect(await settlePost(object, sealed)).toMatchObject({
      parked: true,
      sentence: expect.stringContaining('secret'),
    })
    object.startOver(ROW)
    const inside = job(2)
    inside.integration.settings = { url: 'http://127.0.0.1:1/', postsPerSecond: 10 }
    expect(await settlePost(object, inside)).toMatchObject({ parked: true, reason: 'credentials' })
    expect(receiver.posts).toEqual([])
  })
})
