/** Journals in which very much waits, and events that match very much. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import type { Journal } from '../../../src/journal/journal'
import { JournalRuntime } from '../../../src/journal/journal-runtime'
import { readHealth } from '../../../src/journal/overview/health'
import { readLog, readOverview } from '../../../src/journal/overview/overview'
import { receiveEvent } from '../../../src/journal/receipts/receive'
import { giveUpEntries } from '../../../src/journal/waiting/end-entries'
import { SLICE_RECEIPTS } from '../../../src/journal/waiting/open-list'
import { parkMessage } from '../../../src/journal/waiting/park-message'
import { listReleased } from '../../../src/journal/waiting/release'
import { releaseParked } from '../../../src/journal/waiting/run-again'
import type { QueueMessage } from '../../../src/model/message'
import { AT, sampleEvent, sampleRule, waits } from '../samples'

const PAGE = 40
const MANY = 260
/** Rows of these columns may be large. */
const LARGE = /^\s*SELECT\b[^;]*?\b(doc|message|attempts|\*)\b[^;]*?\bFROM (receipts|outbox|waiting)\b/is

const fresh = (): DurableObjectStub<Journal> => env.JOURNAL.getByName(`large-${crypto.randomUUID()}`)

describe('an object outgrows its memory', () => {
  test('whatever wakes it, no step loads more than one receipt or message at a time', async () => {
    const journal = fresh()
    await fill(journal)
    await runInDurableObject(journal, async (_, { storage }) => {
      const { watched, most } = watch(storage)
      const batches: number[] = []
      const runtime = new JournalRuntime(watched, async (messages) => void batches.push(messages.length))
      const { store } = runtime
      runtime.transact(() => store.waiting.listOpen())
      expect(readLog(store, {}).waiting).toHaveLength(PAGE)
      expect(readLog(store, { search: 'customer 7@' }).waitingFound).toBe(0)
      expect(readHealth(store, AT)).toMatchObject({ parked: MANY })
      expect(readOverview(store, AT).parked.map(({ count }) => count)).toEqual([MANY - 1, 1])
      await runtime.commitEach(listReleased(store.waiting, { site: 'academy' }), releaseParked)
      for (let n = 0; n < MANY; n += 1) {
        store.outbox.keep(eventMessage(`kept ${n}`), 1)
      }
      await runtime.onAlarm()
      expect(store.outbox.size()).toBe(0)
      expect(Math.max(...batches)).toBeLessThanOrEqual(100)
      expect(most()).toBe(1)
    })
  })

  test('the first event after a pause is received while most of what is open is unread, and none of it is missed', async () => {
    const journal = fresh()
    await fill(journal, 3 * SLICE_RECEIPTS)
    await runInDurableObject(journal, async (_, { storage }) => {
      const { watched, read } = watch(storage)
      const runtime = new JournalRuntime(watched, async () => {})
      const arrive = (id: string) =>
        runtime.transact((store, now) =>
          receiveEvent(
            store,
            { event: sampleEvent({ id, receivedAt: now + 60_000 }), candidates: [sampleRule()] },
            now,
          ),
        )
      expect(arrive('first')).toMatchObject({ status: 'open' })
      expect(read()).toBe(SLICE_RECEIPTS)
      const ids = new JournalRuntime(storage, async () => {}).store.waiting.listIds(() => true)
      const newest = ids.pop() ?? ''
      expect(newest).toMatch(/first~1$/)
      const keys = ids.toSorted()
      // One of them read already, the other not yet.
      const ended = [keys.at(0) ?? '', keys.at(-1) ?? '']
      runtime.transact((store, now) => giveUpEntries(store, ended, 'Ada', now))
      const reading = runtime.readOpen()
      arrive('second')
      await reading
      arrive('third')
      const left = ids.filter((id) => !ended.includes(id))
      const open = [...runtime.store.waiting.listOpen().keys()]
      expect(open.slice(0, left.length)).toEqual(left)
      expect(open.slice(left.length).map((id) => id.replace(/^.*\./, ''))).toEqual(['first~1', 'second~1', 'third~1'])
    })
  })

  test('an event that matches more work than a row holds is parked at once, with its reason', async () => {
    const journal = fresh()
    const name = 'a rule with a rather long name '.repeat(100)
    const rules = Array.from({ length: 800 }, (_, n) => sampleRule({ id: `r${n}`, name }))
    const event = sampleEvent({ id: 'huge', body: 'x'.repeat(50_000) })
    expect(await journal.receive(event, rules)).toMatchObject({ status: 'open', firings: [] })
    const { waiting } = await journal.log({})
    expect(waiting).toMatchObject([{ event: 'huge', waiting: { parked: true } }])
    expect(waiting[0]?.sentence).toMatch(/matches more rules than one record can hold/)
    // With fewer of them, it runs.
    await journal.releaseParked({ event: 'huge' })
    expect((await journal.receive(event, rules.slice(0, 2))).firings).toHaveLength(2)
  })

  test('a receipt gives up most of its body before anything else', async () => {
    const journal = fresh()
    const name = 'a rule with a rather long name '.repeat(100)
    const rules = Array.from({ length: 490 }, (_, n) => sampleRule({ id: `r${n}`, name }))
    const event = sampleEvent({ id: 'long', body: 'ü'.repeat(90_000) })
    const { firings } = await journal.receive(event, rules)
    expect(firings).toHaveLength(490)
    const entry = await journal.entry(firings[0]?.firing.id ?? '')
    expect(entry?.marketEvent.body.length).toBeLessThan(5_000)
  })
})

async function fill(journal: DurableObjectStub<Journal>, count = MANY): Promise<void> {
  const body = 'x'.repeat(6_000)
  const arrivals = Array.from({ length: count }, (_, n) => ({
    event: sampleEvent({ id: `e${n}`, body, receivedAt: AT + n }),
    candidates: [sampleRule()],
  }))
  const received = await journal.receiveAll(arrivals)
  const settling = waits('credentials', AT, { parked: true })
  await journal.record(
    received.flatMap((one) =>
      (one?.firings ?? []).map(({ firing }) => ({ event: one?.event.id ?? '', firing: firing.id, settling })),
    ),
  )
  await runInDurableObject(journal, (_, { storage }) => {
    const runtime = new JournalRuntime(storage, async () => {})
    runtime.transact((store, now) => parkMessage(store, eventMessage('e0'), 'Parked.', now))
  })
}

function eventMessage(id: string): QueueMessage {
  return { v: 1, kind: 'event', event: sampleEvent({ id, body: 'x'.repeat(6_000) }), copies: 0 }
}

/** Storage that counts the rows with large columns: `most` of them in memory together, and how many were `read`. */
function watch(storage: DurableObjectStorage) {
  let most = 0
  let read = 0
  const count = <Row>(rows: Row[]) => {
    most = Math.max(most, rows.length)
    read += rows.length
    return rows
  }
  const exec = (sql: string, ...values: unknown[]) => {
    const cursor = storage.sql.exec(sql, ...values)
    if (!LARGE.test(sql)) {
      return cursor
    }
    const one = () => count([cursor.one()])[0]
    function* each() {
      for (const row of cursor) {
        yield* count([row])
      }
    }
    return { toArray: () => count(cursor.toArray()), one, [Symbol.iterator]: each }
  }
  const watched = new Proxy(storage, {
    get: (target, name) => {
      const own = name === 'sql' ? { exec } : Reflect.get(target, name)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })
  return { watched, most: () => most, read: () => read }
}
