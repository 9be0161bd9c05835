/** Intake beside a queue, a D1 or a KV that never answers, and senders that hang up. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Env } from '../../src/env'
import { HOOK_ROUTES } from '../../src/intake/hook-routes'
import { createHooks } from '../../src/intake/hooks'
import { IsolateCache } from '../../src/intake/isolate-cache'
import { WaitingRoom } from '../../src/intake/waiting-room'
import { limitEnv } from '../../src/limits/limited-env'
import type { MarketEvent } from '../../src/model/event'
import purchased from '../fixtures/standard/product.purchased.json'
import { keyed, makeEndpoint, type NewEndpoint, signedPost } from '../intake/endpoints'
import { never, STALLED_D1, STALLED_KV } from '../stalled-parts'

const BODY = JSON.stringify(purchased)
const PATIENCE_MS = 5_000
/** The runtime's own, also while a test replaces it. */
const turn = scheduler.wait.bind(scheduler)

let hooks: ReturnType<typeof createHooks>
let endpoint: NewEndpoint
/** What the journal took, by its id. */
let fallen: string[]
let queued: number
let handedOver: Promise<unknown>[]
let parts: Env

beforeEach(async () => {
  hooks = createHooks(HOOK_ROUTES.all, new IsolateCache())
  endpoint = await makeEndpoint()
  fallen = []
  queued = 0
  handedOver = []
  const journal = {
    fallback: async ({ id }: MarketEvent) => void fallen.push(id),
    refuse: async () => undefined,
  }
  parts = {
    ...env,
    EVENTS: replaced(env.EVENTS, {
      send: async () => {
        queued += 1
      },
    }),
    JOURNAL: replaced(env.JOURNAL, { getByName: () => journal }),
  }
  expect((await post()).status).toBe(202)
  queued = 0
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a queue that never answers', () => {
  const stalled = () => ({ ...parts, EVENTS: replaced(env.EVENTS, { send: never }) })

  test('a part stalls: a patient sender gets its 202 all the same, and the journal has the event', async () => {
    const answer = post({ id: 'msg_1' }, stalled())
    expect(await within(PATIENCE_MS, answer)).toMatchObject({ status: 202 })
    expect(fallen).toEqual(['msg_1'])
  })

  test('the sender hangs up: what it posted is kept without it', async () => {
    void post({ id: 'msg_1' }, stalled())
    await pass(PATIENCE_MS)
    // A hang-up ends what is not handed over.
    await Promise.all(handedOver)
    expect(handedOver.length).toBeGreaterThan(0)
    expect(fallen).toEqual(['msg_1'])
  })

  test('answers after the limit: the event is in both, under one id', async () => {
    let late = () => {}
    const EVENTS = replaced(env.EVENTS, { send: () => new Promise<void>((resolve) => (late = resolve)) })
    const answer = post({ id: 'msg_1' }, { ...parts, EVENTS })
    expect(await within(PATIENCE_MS, answer)).toMatchObject({ status: 202 })
    late()
    expect(fallen).toEqual(['msg_1'])
  })

  test('with a journal that does not answer either is a 503, so that the sender may post again', async () => {
    const JOURNAL = replaced(env.JOURNAL, { getByName: () => ({ fallback: never, refuse: never }) })
    const answer = post({}, { ...stalled(), JOURNAL })
    expect(await within(PATIENCE_MS, answer)).toMatchObject({ status: 503 })
  })
})

describe('a D1 or KV that never answers', () => {
  const silentKv = () => replaced(env.COPIES, STALLED_KV)
  const silentD1 = () => replaced(env.DB, STALLED_D1)

  test.each(['KV', 'D1', 'both'])('%s costs a sender two seconds while an old copy is at hand', async (which) => {
    vi.setSystemTime(Date.now() + 40_000)
    const COPIES = which === 'D1' ? replaced(env.COPIES, { get: async () => null }) : silentKv()
    const DB = which === 'KV' ? env.DB : silentD1()
    const answer = post({}, { ...parts, COPIES, DB })
    expect(await within(2_250, answer)).toMatchObject({ status: 202 })
    expect(queued).toBe(1)
  })

  test('KV that stalls leaves it to D1 for an endpoint the isolate does not know', async () => {
    hooks = createHooks(HOOK_ROUTES.all, new IsolateCache())
    expect(await within(3_000, post({}, { ...parts, COPIES: silentKv() }))).toMatchObject({ status: 202 })
  })

  test('without any copy it is a 503, never 401 or 404', async () => {
    hooks = createHooks(HOOK_ROUTES.all, new IsolateCache())
    const answer = post({}, { ...parts, COPIES: silentKv(), DB: silentD1() })
    expect(await within(PATIENCE_MS, answer)).toMatchObject({ status: 503 })
  })

  test('a wrong key that D1 cannot confirm is a 503', async () => {
    const answer = send(keyed(endpoint.id, BODY, { key: 'wrong' }), { ...parts, DB: silentD1() })
    expect(await within(PATIENCE_MS, answer)).toMatchObject({ status: 503 })
  })
})

describe('posts that hang up', () => {
  test('free their places in the waiting room, though nothing of them ever runs again', async () => {
    const wrong = (n: number) => send(keyed(endpoint.id, BODY, { key: `wrong ${n}` }))
    const wait = vi.spyOn(scheduler, 'wait').mockImplementation(never)
    const abandoned = Array.from({ length: 130 }, (_, n) => wrong(n))
    await pass(1_000)
    wait.mockRestore()
    expect(await Promise.race(abandoned.toReversed())).toMatchObject({ status: 503 })
    vi.setSystemTime(Date.now() + 60_000)
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => wrong(n)))
    expect(answers.map(({ status }) => status)).not.toContain(503)
  })

  test('are counted for a while, and a full room takes no post', () => {
    const room = new WaitingRoom(2)
    const first = room.enter(0)
    room.enter(1_000)
    expect(room.enter(2_000)).toBeNull()
    room.leave(first as symbol)
    expect(room.enter(2_000)).not.toBeNull()
    expect(room.enter(3_000)).toBeNull()
    expect(room.enter(41_500)).not.toBeNull()
  })
})

function post(different: { id?: string } = {}, bindings = parts): Promise<Response> {
  return send(signedPost(endpoint.id, BODY, different), bindings)
}

async function send(request: Request, bindings = parts): Promise<Response> {
  const ctx = { waitUntil: (work: Promise<unknown>) => void handedOver.push(work), passThroughOnException: () => {} }
  return hooks.receive(request, limitEnv(bindings), ctx as never)
}

/** A binding in which some methods are others. */
function replaced<Binding extends object>(binding: Binding, methods: object): Binding {
  return Object.assign(Object.create(binding), methods)
}

/** What came of it by then; null: nothing yet. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let answer: T | null = null
  void work.then((came) => {
    answer = came
  })
  await pass(ms)
  return answer
}

/** Virtual time, with real turns for what the runtime itself does. */
async function pass(ms: number): Promise<void> {
  for (let past = 0; past < ms; past += 250) {
    await turn(1)
    await vi.advanceTimersByTimeAsync(250)
  }
  await turn(1)
}
