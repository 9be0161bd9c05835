/**
 * All that decides, in Node and in virtual time: the consumer, a journal and a site as the objects they are, each over
 * SQLite, a queue that brings batches at whole seconds, and the simulated Thinkific behind a network that takes its time.
 */
import { vi } from 'vitest'
import { deliver } from '../../src/dispatch/dispatch'
import { createPorts, type DispatchPorts } from '../../src/dispatch/ports'
import type { Env } from '../../src/env'
import { ThinkificSite } from '../../src/integrations/thinkific/object/thinkific-site'
import { Journal } from '../../src/journal/journal'
import type { MarketEvent } from '../../src/model/event'
import { MESSAGE_VERSION, type QueueMessage } from '../../src/model/message'
import type { Rule } from '../../src/model/rule'
import { seal } from '../../src/secrets/sealing'
import { integration } from '../dispatch/world'
import { draws } from '../integrations/thinkific/pace/firing'
import { persistentStorage } from '../integrations/thinkific/storage'
import { createSimulator } from '../simulator/simulator'
import { CoreClock } from './core-clock'

vi.mock('cloudflare:workers', () => ({
  DurableObject: class {
    declare ctx: object
    declare env: object
    constructor(ctx: object, env: object) {
      Object.assign(this, { ctx, env })
    }
  },
}))

const KEYS = 'k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const API_KEY = 'a-key-of-the-academy-0123456789a'
export const SITE = 'academy'
/** As wrangler.toml has them. */
const BATCH = { messages: 50, everyMs: 1_000 }
/** A call's way there, and the time an answer takes, at most. */
const NETWORK = { wayMs: 400, answerMs: 500 }

interface Queued {
  body: QueueMessage
  sentAt: number
  attempts: number
}

export type Core = Awaited<ReturnType<typeof core>>

/** Opens it at `start` (epoch ms) with the rules given, all on one integration. Give the time back with `close`. */
export async function core(start: number, rules: Rule[], requestsPerMinute = 120) {
  const clock = new CoreClock(start)
  const random = draws(11)
  const simulator = createSimulator({ now: () => clock.now, sleep: (ms) => clock.sleep(ms) })
  const owner = simulator.addSite({ subdomain: SITE, apiKey: API_KEY, requestsPerMinute })
  const sealedCredential = await seal(KEYS, 'integration:m1:i1', API_KEY)
  const giveBack = clock.takeCharge()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    await clock.sleep(random() * NETWORK.wayMs)
    const answer = await simulator.fetch(input as string, init)
    await clock.sleep(NETWORK.answerMs / 5 + random() * NETWORK.answerMs * 0.8)
    clock.busy()
    return answer
  })
  const retries = new Map<string, number>()
  let line: Queued[] = []

  const DB = { prepare: () => ({ bind: () => ({ run: async () => ({}) }) }) }
  const EVENTS = {
    sendBatch: async (messages: { body: QueueMessage; delaySeconds?: number }[]) => {
      for (const { body, delaySeconds = 0 } of messages) {
        queue({ body, sentAt: clock.now, attempts: 1 }, delaySeconds)
      }
    },
  }
  const texts = { SEALING_KEYS: KEYS, THINKIFIC_API_URL: 'http://thinkific.test/api/public/v1' }
  const env = { ...texts, DB, EVENTS } as unknown as Env
  const journal = objectOf((storage) => new Journal({ storage } as DurableObjectState, env), clock)
  const site = objectOf((storage) => new ThinkificSite({ id: SITE, storage, waitUntil } as never, env), clock)
  Object.assign(env, { JOURNAL: { getByName: () => journal }, THINKIFIC_SITE: { getByName: () => site } })
  const access = integration({
    sealedCredential,
    settings: { site: 'academy', scheme: 'api_key', requestsPerMinute, siteWelcome: false },
  })
  const ports: DispatchPorts = {
    ...createPorts(env),
    settings: async () => ({
      rules,
      integrations: [access],
      mappings: [],
      names: [],
      zones: new Map(),
      listening: new Set<string>(),
    }),
    addProducts: async () => {},
    now: () => clock.now,
    log: () => {},
  }

  function queue(message: Queued, delaySeconds: number): void {
    const at = clock.now + delaySeconds * 1_000
    clock.at(at, () => {
      clock.busy()
      if (line.length === 0) {
        clock.at(clock.now + BATCH.everyMs, deliverNow)
      }
      line.push(message)
      if (line.length >= BATCH.messages) {
        deliverNow()
      }
    })
  }

  function deliverNow(): void {
    clock.busy()
    if (line.length === 0) {
      return
    }
    const messages = line.slice(0, BATCH.messages).map(messageOf)
    line = line.slice(BATCH.messages)
    if (line.length > 0) {
      clock.at(clock.now, deliverNow)
    }
    void deliver({ queue: 'events', messages } as unknown as MessageBatch<unknown>, ports)
  }

  function messageOf(queued: Queued) {
    const { body, sentAt, attempts } = queued
    const name = body.kind === 'event' ? body.event.id : (body.firing.split('.')[1]?.replace(/~.*$/, '') ?? '')
    const retry = ({ delaySeconds = 0 } = {}) => {
      retries.set(name, (retries.get(name) ?? 0) + 1)
      queue({ body, sentAt, attempts: attempts + 1 }, delaySeconds)
    }
    return { id: name, body, attempts, timestamp: new Date(sentAt), ack: () => {}, retry }
  }

  return {
    clock,
    simulator,
    owner,
    journal,
    site,
    /** An event comes out of the intake at its time. */
    arrives(event: MarketEvent): void {
      queue(
        { body: { v: MESSAGE_VERSION, kind: 'event', event, copies: 0 }, sentAt: event.receivedAt, attempts: 1 },
        (event.receivedAt - clock.now) / 1_000,
      )
    },
    /** Retries by the queue, of each event that had any. */
    retries,
    close(): void {
      giveBack()
      vi.restoreAllMocks()
    },
  }
}

/** An object that is never evicted, and whose alarm the clock rings. */
function objectOf<T extends { alarm?: () => unknown }>(
  make: (storage: DurableObjectStorage) => T,
  clock: CoreClock,
): T {
  let due: number | null = null
  const kept = persistentStorage((at) => {
    due = at
    clock.at(at, () => {
      if (due !== at) {
        return
      }
      due = null
      clock.busy()
      void object.alarm?.()
    })
  })
  const object: T = make(kept.storage())
  return object
}

/** No object is evicted here, so that work under way continues. */
function waitUntil(): void {}
