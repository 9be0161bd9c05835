/** What the queue does not take, or loses. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { JournalRuntime } from '../../../src/journal/journal-runtime'
import { readLog } from '../../../src/journal/overview/overview'
import { receiveEvent } from '../../../src/journal/receipts/receive'
import { queueReplay, releaseParked } from '../../../src/journal/waiting/run-again'
import type { QueueMessage } from '../../../src/model/message'
import { standInFor } from '../../../src/model/unreadable-message'
import { sampleEvent } from '../samples'

const HALF_MINUTE_MS = 30_000
const HOUR_MS = 3_600_000

afterEach(() => {
  vi.useRealTimers()
})

async function onJournal(
  send: (messages: QueueMessage[]) => Promise<void>,
  use: (runtime: JournalRuntime) => Promise<void>,
): Promise<void> {
  const stub = env.JOURNAL.getByName(`outbox-${crypto.randomUUID()}`)
  await runInDurableObject(stub, (_, { storage }) => use(new JournalRuntime(storage, send)))
}

const unreadable = (body: object) => ({ marketplace: 'm1', ...body }) as unknown as QueueMessage

describe('Messages of another version', () => {
  const bodies = [
    { v: 9, kind: 'later', what: 1 },
    { v: 9, kind: 'later', what: 2 },
    { v: 1, kind: 'event' },
    { v: 9, kind: 'event', event: { id: 'e1' } },
    { v: 1, kind: 'event', event: { id: 'e1', marketplace: 'm1' } },
  ].map(unreadable)

  test('are each put back, though the queue refuses them for now', async () => {
    const sent: unknown[] = []
    let isOpen = false
    const send = async (messages: QueueMessage[]) => {
      if (!isOpen) {
        throw new Error('full')
      }
      sent.push(...messages)
    }
    await onJournal(send, async (runtime) => {
      for (const [at, body] of bodies.entries()) {
        await runtime.commit((store, now) => {
          const { event } = standInFor(body, { id: String(at), marketplace: 'm1', at: now })
          receiveEvent(store, { event, candidates: [] }, now)
          return { messages: [body] }
        })
      }
      isOpen = true
      vi.setSystemTime(Date.now() + HALF_MINUTE_MS + 1)
      await runtime.onAlarm()
      expect(sent.toSorted(byText)).toEqual(bodies.toSorted(byText))
      expect(runtime.store.outbox.size()).toBe(0)
    })
  })

  test('too large for the queue are parked, each time they are put back', async () => {
    const huge = unreadable({ v: 9, kind: 'later', text: 'x'.repeat(130_000) })
    await onJournal(
      async () => Promise.reject(new Error('message length exceeds limit of 128000')),
      async (runtime) => {
        runtime.transact((store) => store.outbox.keep(huge, 1))
        for (let round = 0; round < 2; round += 1) {
          vi.setSystemTime(Date.now() + HALF_MINUTE_MS + 1)
          await runtime.onAlarm()
          const { waiting } = readLog(runtime.store, {})
          expect(waiting).toMatchObject([{ typeWord: 'Unreadable message', waiting: { parked: true } }])
          expect(waiting[0]?.sentence).toMatch(/larger than the queue can carry/)
          await runtime.commitEach([waiting[0]?.id ?? ''], releaseParked)
        }
      },
    )
  })

  test('are forgotten with the customer they name', async () => {
    await onJournal(
      async () => {},
      async (runtime) => {
        runtime.transact(({ outbox }) => {
          for (const email of ['ada@example.com', 'ben@example.com']) {
            outbox.keep(unreadable({ v: 9, kind: 'event', event: { buyer: email } }), 1)
          }
          outbox.forget('ada@example.com')
        })
        expect(runtime.store.outbox.size()).toBe(1)
      },
    )
  })
})

describe('The outbox', () => {
  test('a message that the queue refuses for an hour, alone, is parked with its reason, and tried again on a click', async () => {
    let isBad = true
    const sent: QueueMessage[] = []
    const send = async (messages: QueueMessage[]) => {
      if (isBad && messages.some((message) => message.kind === 'event' && message.event.id === 'bad')) {
        throw new Error('not this one')
      }
      sent.push(...messages)
    }
    await onJournal(send, async (runtime) => {
      runtime.transact((store) =>
        store.outbox.keep({ v: 1, kind: 'event', event: sampleEvent({ id: 'bad' }), copies: 0 }, 1),
      )
      const started = Date.now()
      let rings = 0
      while (runtime.store.outbox.size() > 0 && rings < 200) {
        rings += 1
        vi.setSystemTime(Date.now() + HALF_MINUTE_MS)
        await runtime.onAlarm()
      }
      expect(Date.now() - started).toBeGreaterThan(HOUR_MS - HALF_MINUTE_MS)
      const { waiting } = readLog(runtime.store, {})
      expect(waiting).toMatchObject([{ event: 'bad', waiting: { parked: true } }])
      expect(waiting[0]?.sentence).toMatch(/^The queue refused this for an hour/)
      isBad = false
      await runtime.commitEach([waiting[0]?.id ?? ''], releaseParked)
      expect(sent).toMatchObject([{ event: { id: 'bad' } }])
    })
  })

  test('a replay whose message was lost in the queue is queued again, also by a later life of the object', async () => {
    const sent: QueueMessage[] = []
    const stub = env.JOURNAL.getByName(`outbox-${crypto.randomUUID()}`)
    await runInDurableObject(stub, async (_, { storage }) => {
      const first = new JournalRuntime(storage, async () => {})
      first.transact((store, now) => receiveEvent(store, { event: sampleEvent(), candidates: [] }, now))
      await first.commit((store, now) => ({ messages: queueReplay(store, 'e1', 'Ben', now) }))
      expect(first.store.outbox.size()).toBe(0)

      const later = new JournalRuntime(storage, async (messages) => void sent.push(...messages))
      await storage.deleteAlarm()
      await later.rearm()
      expect(await storage.getAlarm()).not.toBeNull()
      vi.setSystemTime(Date.now() + HOUR_MS + 1_000)
      await later.onAlarm()
      expect(sent).toMatchObject([{ kind: 'event', event: { id: 'e1' } }])

      later.transact((store, now) => receiveEvent(store, { event: sampleEvent(), candidates: [] }, now))
      vi.setSystemTime(Date.now() + HOUR_MS + 1_000)
      await later.onAlarm()
      expect(sent).toHaveLength(1)
    })
  })
})

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a).localeCompare(JSON.stringify(b))
}
