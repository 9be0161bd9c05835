/**
 * What a journal stores for the queue reaches the queue, though its object is reset between what it stores, the alarm
 * and the queue: at the latest by the alarm, within a minute.
 */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Journal } from '../../src/journal/journal'
import type { ManualAction } from '../../src/journal/queries'
import { type MarketEvent, toStoredSource } from '../../src/model/event'
import type { QueueMessage } from '../../src/model/message'
import type { FinalOutcome } from '../../src/model/outcome'
import { final, sampleEvent, sampleRule, waits } from '../journal/samples'

interface Request {
  given(journal: Journal): Promise<string>
  run(journal: Journal, given: string): Promise<unknown>
}

const rule = sampleRule()
const MINUTE_MS = 60_000

const REQUESTS: Record<string, Request> = {
  'Retry of a firing': {
    given: (journal) => settled(journal, sampleEvent(), 'rejected by Thinkific'),
    run: (journal, id) => journal.retry([id], 'Ben'),
  },
  'Retry of an event that fired nothing': {
    given: async (journal) => {
      await journal.receive(sampleEvent(), [])
      return firstEntry(journal)
    },
    run: (journal, id) => journal.retry([id], 'Ben'),
  },
  Replay: {
    given: (journal) => settled(journal, sampleEvent(), 'enrolled'),
    run: (journal, id) => journal.replay(id, 'Ben'),
  },
  'Choose the purchase': {
    given: (journal) => settled(journal, sampleEvent(), 'unclear'),
    run: (journal, id) => journal.choosePurchase(id, { event: 'e0', subscription: null }, 'Ben'),
  },
  'A word that is given a meaning': {
    given: async (journal) => {
      await journal.receive(unknownWord(), [])
      return firstEntry(journal)
    },
    run: (journal, entry) => {
      const reading = { type: 'product.refunded' as const, items: sampleEvent().items }
      return journal.treat([{ entry, reading }], 'Ben')
    },
  },
  'Enroll now': { given: async () => '', run: (journal) => journal.act('m1', enrollNow()) },
  'What waits for a credential': {
    given: async (journal) => {
      const { firings } = await journal.receive(sampleEvent(), [rule])
      const firing = firings[0]?.firing.id ?? ''
      await journal.record([{ event: 'e1', firing, settling: waits('credentials', Date.now(), { parked: true }) }])
      return firstEntry(journal)
    },
    run: (journal) => journal.releaseParked({ integration: rule.integration }),
  },
  'A message of a newer version': {
    given: async (journal) => {
      await journal.park({ v: 1, kind: 'event', event: unreadable(), copies: 0 }, 'Cannot be read.')
      return firstEntry(journal)
    },
    run: (journal, id) => journal.retry([id], 'Ben'),
  },
  'An event that the queue refused': {
    given: async () => '',
    run: (journal) => journal.fallback(sampleEvent()),
  },
}

afterEach(() => {
  vi.useRealTimers()
})

describe.each(Object.entries(REQUESTS))('%s', (_, request) => {
  test('is queued though the object is reset between any two of its steps', async () => {
    const whole = await runAndReset(request, 0, 'before')
    expect(whole.sent.length).toBeGreaterThan(0)
    for (let at = 1; at <= whole.steps; at += 1) {
      for (const moment of ['before', 'after'] as const) {
        const { sent, hasChanged } = await runAndReset(request, at, moment)
        expect({ at, moment, sent }).toEqual({ at, moment, sent: hasChanged ? whole.sent : [] })
      }
    }
  })
})

/** Runs it in an object that is reset at a step outside its memory, and lets the alarm of the next one ring. */
async function runAndReset(request: Request, at: number, moment: 'before' | 'after') {
  const stub = env.JOURNAL.getByName(`reset-${crypto.randomUUID()}`)
  return runInDurableObject(stub, async (_, state) => {
    const sent = new Set<string>()
    const take = async (messages: QueueMessage[]) => {
      for (const message of messages) {
        sent.add(message.kind === 'event' ? `${message.event?.id} ${message.event?.type}` : withoutHash(message.firing))
      }
    }
    const { storage } = state
    const given = await request.given(new Journal(state, withQueue(take)))
    await storage.deleteAlarm()
    sent.clear()
    const before = dump(storage)
    const reset = resettable(storage, take, at, moment)
    const journal = new Journal(withStorage(state, reset.storage), withQueue(reset.take))
    const run = request.run(journal, given)
    run.catch(() => undefined)
    await Promise.race([run, reset.happened])
    withStorage(state, storage)
    const hasChanged = dump(storage) !== before || sent.size > 0
    const alarm = await storage.getAlarm()
    if (alarm !== null && alarm < Date.now() + MINUTE_MS) {
      vi.setSystemTime(alarm + 1)
      await storage.deleteAlarm()
      await new Journal(state, withQueue(take)).alarm()
      vi.useRealTimers()
    }
    return { sent: [...sent].sort(), steps: reset.steps(), hasChanged }
  })
}

function resettable(
  storage: DurableObjectStorage,
  take: (messages: QueueMessage[]) => Promise<void>,
  at: number,
  moment: string,
) {
  let steps = 0
  let isDead = false
  const { promise: happened, resolve } = Promise.withResolvers<void>()
  const dies = () => {
    isDead = true
    resolve()
    return new Promise<never>(() => {})
  }
  const step = async <T>(call: () => Promise<T>): Promise<T> => {
    steps += 1
    const isIt = steps === at
    if (isDead || (isIt && moment === 'before')) {
      return dies()
    }
    const answer = await call()
    return isIt ? dies() : answer
  }
  const alive = <T>(call: () => T): T => {
    if (isDead) {
      throw new Error('the object was reset')
    }
    return call()
  }
  const dying: Partial<Record<string | symbol, unknown>> = {
    getAlarm: () => step(() => storage.getAlarm()),
    setAlarm: (time: number) => step(() => storage.setAlarm(time)),
    deleteAlarm: () => step(() => storage.deleteAlarm()),
    transactionSync: <T>(closure: () => T) => alive(() => storage.transactionSync(closure)),
    sql: { exec: (...given: Parameters<SqlStorage['exec']>) => alive(() => storage.sql.exec(...given)) },
  }
  return {
    storage: new Proxy(storage, { get: (of, name) => dying[name] ?? Reflect.get(of, name) }),
    take: (messages: QueueMessage[]) => step(() => take(messages)),
    steps: () => steps,
    happened,
  }
}

/** A journal's hashes are its own. */
function withoutHash(firing = ''): string {
  return firing.slice(firing.indexOf('.') + 1)
}

/** Only a real state makes an object. */
function withStorage(state: DurableObjectState, storage: DurableObjectStorage): DurableObjectState {
  return Object.defineProperty(state, 'storage', { value: storage, configurable: true })
}

function withQueue(take: (messages: QueueMessage[]) => Promise<void>): typeof env {
  const sendBatch = (batch: { body: QueueMessage }[]) => take(batch.map(({ body }) => body))
  return { ...env, EVENTS: { sendBatch } } as unknown as typeof env
}

/** All that is stored of events. */
function dump({ sql }: DurableObjectStorage): string {
  return JSON.stringify(['receipts', 'waiting', 'outbox'].map((table) => sql.exec(`SELECT * FROM ${table}`).toArray()))
}

async function settled(journal: Journal, event: MarketEvent, outcome: FinalOutcome): Promise<string> {
  const { firings } = await journal.receive(event, [rule])
  const firing = firings[0]?.firing.id ?? ''
  await journal.record([{ event: event.id, firing, settling: final(outcome) }])
  return firing
}

async function firstEntry(journal: Journal): Promise<string> {
  const { rows, waiting } = await journal.log({})
  return [...waiting, ...rows][0]?.id ?? ''
}

function unknownWord(): MarketEvent {
  return sampleEvent({ type: null, typeWord: 'Club Joined', problem: 'Not known.' })
}

function unreadable(): MarketEvent {
  return sampleEvent({
    id: 'message-1',
    ...toStoredSource({ kind: 'unreadable' }),
    type: null,
    customer: null,
    items: [],
    body: JSON.stringify({ v: 9, kind: 'later', marketplace: 'm1' }),
  })
}

function enrollNow(): ManualAction {
  const { target, integration: id, site } = rule
  return {
    id: 'form',
    person: 'Ben',
    action: 'create_course',
    target,
    test: false,
    customer: { email: 'ada@example.com', firstName: null, lastName: null, id: null },
    productId: 'p1',
    productName: null,
    orderId: null,
    subscriptionId: null,
    integration: { id, name: 'Academy', site },
  }
}
