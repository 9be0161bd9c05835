import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Journal } from '../../../src/journal/journal'
import { toStoredSource } from '../../../src/model/event'
import type { QueueMessage } from '../../../src/model/message'
import type { WaitReason } from '../../../src/model/outcome'
import { AT, final, sampleAttempt, sampleEvent, sampleRule, waits } from '../samples'

let journal: DurableObjectStub<Journal>
let queued: QueueMessage[]
let queueIsDown: boolean
let made = 0
const { EVENTS } = env

beforeEach(async () => {
  made += 1
  journal = env.JOURNAL.getByName(`waiting-${made}`)
  queued = []
  queueIsDown = false
  await watchQueue()
})

afterEach(() => {
  vi.restoreAllMocks()
  // The objects' bindings are those of every file.
  Object.assign(env, { EVENTS })
})

describe('a firing that waits', () => {
  test('is on top of the log with its reason, and off the final entries', async () => {
    const id = await open()
    await journal.record([
      { event: 'e1', firing: id, settling: waits('temporary', AT + 99, { attempts: [sampleAttempt(AT)] }) },
    ])
    const page = await journal.log({})
    expect(page).toMatchObject({ rows: [], logSize: 0, waitingFound: 1 })
    expect(page.waiting).toMatchObject([
      {
        id,
        outcome: 'waiting',
        sentence: 'Waiting: temporary.',
        waiting: { at: AT + 99, reason: 'temporary', parked: false },
      },
    ])
    const entry = await journal.entry(id)
    expect(entry?.attempts).toEqual([sampleAttempt(AT)])
    expect(entry?.buttons).toEqual(['retry', 'give up', 'undo', 'open rule', 'open customer'])
  })

  test('shows all its requests once it is final, each once', async () => {
    const id = await open()
    const [first, second] = [sampleAttempt(AT, '/users'), sampleAttempt(AT + 5)]
    await journal.record([{ event: 'e1', firing: id, settling: waits('temporary', AT + 99, { attempts: [first] }) }])
    await journal.record([{ event: 'e1', firing: id, settling: final('enrolled', [first, second]) }])
    expect((await journal.entry(id))?.attempts).toEqual([first, second])
  })

  test('is found by what the log is searched for', async () => {
    await open()
    expect((await journal.log({ search: 'ADA@' })).waitingFound).toBe(1)
    expect((await journal.log({ search: 'grace' })).waitingFound).toBe(0)
    expect((await journal.log({ outcome: 'enrolled' })).waitingFound).toBe(0)
  })

  test('is still known to an object that was evicted', async () => {
    const id = await open()
    await evictDurableObject(journal)
    expect((await journal.log({})).waiting.map((row) => row.id)).toEqual([id])
  })

  test('ends when its rule is switched off, and another rule’s goes on', async () => {
    await open('e1', sampleRule({ id: 'r1' }))
    const other = await open('e2', sampleRule({ id: 'r2' }))
    expect(await journal.ruleOff('r1')).toBe(1)
    expect((await journal.log({})).rows).toMatchObject([{ event: 'e1', outcome: 'rule off' }])
    expect((await journal.firing('e2', other))?.firing.rule.id).toBe('r2')
  })

  test('for the day its access starts is no longer its rule’s, nor a backlog, whatever holds it up that day', async () => {
    const ids: string[] = []
    for (let n = 0; n < 30; n += 1) {
      ids.push(await open(`e${n}`, sampleRule({ id: 'r1' })))
    }
    const settling = waits('starts later', AT + 99)
    await journal.record(ids.map((firing, n) => ({ event: `e${n}`, firing, settling })))
    expect(await journal.overview()).toMatchObject({ waiting: 0, backlog: null })
    expect((await journal.log({})).waiting[0]).toMatchObject({ waiting: { at: AT + 99, reason: 'starts later' } })
    await evictDurableObject(journal)
    await journal.record([{ event: 'e0', firing: ids[0] ?? '', settling: waits('temporary', AT + 99) }])
    expect(await journal.ruleOff('r1')).toBe(0)
    expect(await journal.log({})).toMatchObject({ rows: [], waitingFound: 30 })
    await journal.record([{ event: 'e1', firing: ids[1] ?? '', settling: final('enrolled') }])
    expect((await journal.log({})).rows).toMatchObject([{ event: 'e1', outcome: 'enrolled' }])
  })

  test('given up by a person still records what the site did after all', async () => {
    const id = await open()
    expect(await journal.giveUp([id], 'Grace')).toBe(1)
    expect((await journal.log({})).rows).toMatchObject([{ outcome: 'given up', sentence: 'Given up by Grace.' }])
    expect(await journal.firing('e1', id)).toBeNull()
    await journal.record([{ event: 'e1', firing: id, settling: final('enrolled') }])
    expect((await journal.log({})).rows.map((row) => row.outcome)).toEqual(['enrolled'])
  })
})

describe('a parked firing', () => {
  test('is grouped by cause for the overview, and runs when it is released', async () => {
    const id = await parked()
    expect((await journal.overview()).parked).toMatchObject([
      { reason: 'credentials', count: 1, integration: { id: 'i1', site: 'academy' } },
    ])
    expect((await journal.receive(sampleEvent(), [])).firings).toEqual([])
    expect(await journal.releaseParked({ integration: 'another' })).toBe(0)
    expect(await journal.releaseParked({ site: 'academy' })).toBe(1)
    expect(queued).toMatchObject([{ kind: 'firing', firing: id }])
    expect((await journal.overview()).parked).toEqual([])
    expect(await journal.releaseParked({ site: 'academy' })).toBe(0)
  })

  test('offers to run again', async () => {
    const id = await parked()
    expect((await journal.entry(id))?.buttons).toEqual(['run again', 'give up', 'undo', 'open rule', 'open customer'])
    expect(await journal.releaseParked({ firing: id })).toBe(1)
  })

  test.each(['credentials', 'held', 'internal'] as const)(
    'for %s asks its site again automatically after a long time without a release',
    async (reason) => {
      const id = await parked(reason)
      await later(7 * 3_600_000)
      expect(await runDurableObjectAlarm(journal)).toBe(true)
      expect(queued.map((message) => message.kind === 'firing' && message.firing)).toEqual([id])
    },
  )
})

describe('a firing that waits for its slot', () => {
  test('comes forward when its site’s pace rises, unless the slot is near', async () => {
    const now = Date.now()
    const [near, far, later, other] = [
      await open('near'),
      await open('far'),
      await open('later'),
      await open('other', sampleRule({ site: 'college' })),
    ]
    const inMs = (event: string, firing: string, ms: number) => ({ event, firing, settling: waits('pace', now + ms) })
    await journal.record([
      inMs('near', near, 5_000),
      inMs('far', far, 5 * 60_000),
      inMs('later', later, 3_600_000),
      inMs('other', other, 5 * 60_000),
    ])
    expect(await journal.releaseParked({ site: 'academy' })).toBe(0)
    expect(await journal.releaseParked({ site: 'academy', waits: 'pace' })).toBe(2)
    expect(queued.map((message) => message.kind === 'firing' && message.firing)).toEqual([far, later])
    expect(await journal.releaseParked({ site: 'academy', waits: 'pace' })).toBe(0)
  })

  test('goes back to the queue where the answer that parks it comes after its release', async () => {
    const id = await open()
    const parked = { event: 'e1', firing: id, settling: waits('credentials', AT, { parked: true }) }
    const askedAt = Date.now()
    expect(await journal.releaseParked({ site: 'academy' })).toBe(0)
    await journal.record([{ ...parked, askedAt }])
    expect(queued.map((message) => message.kind === 'firing' && message.firing)).toEqual([id])
    expect((await journal.log({})).waiting).toMatchObject([{ waiting: { parked: false } }])
    await journal.record([{ ...parked, askedAt: Date.now() + 1 }])
    expect(queued).toHaveLength(1)
    expect((await journal.log({})).waiting).toMatchObject([{ waiting: { parked: true } }])
  })
})

describe('Retry', () => {
  test('runs a failed firing again, as a run the site cannot take for the first', async () => {
    const id = await open()
    await journal.record([{ event: 'e1', firing: id, settling: final('rejected by Thinkific', [sampleAttempt(AT)]) }])
    expect(await journal.retry([id], 'Grace')).toBe(1)
    expect((await journal.log({})).logSize).toBe(0)
    const [message] = queued
    const run = message?.kind === 'firing' ? message.firing : ''
    expect(run).toBe(`${id}-2`)
    expect(await journal.firing('e1', run)).toMatchObject({ person: 'Grace', firing: { id: run } })
    await journal.record([{ event: 'e1', firing: id, settling: final('rejected by Thinkific') }])
    expect((await journal.log({})).logSize).toBe(0)
    await journal.record([{ event: 'e1', firing: run, settling: final('enrolled', [sampleAttempt(AT + 9)]) }])
    const entry = await journal.entry(id)
    expect(entry).toMatchObject({ id, outcome: 'enrolled', asked: [{ did: 'retry', person: 'Grace' }] })
    expect(entry?.attempts).toEqual([sampleAttempt(AT), sampleAttempt(AT + 9)])
  })

  test('is kept and queued later when the queue refuses it', async () => {
    const id = await open()
    await journal.record([{ event: 'e1', firing: id, settling: final('target missing') }])
    queueIsDown = true
    expect(await journal.retry([id], 'Grace')).toBe(1)
    expect((await journal.overview()).fallback).toBe(1)
    queueIsDown = false
    await later(60_000)
    expect(await runDurableObjectAlarm(journal)).toBe(true)
    expect(queued).toHaveLength(1)
    expect((await journal.overview()).fallback).toBe(0)
  })
})

describe('Replay', () => {
  test('matches the event against today’s rules and leaves settled firings alone', async () => {
    const done = await open('e1', sampleRule({ id: 'done' }))
    await journal.record([{ event: 'e1', firing: done, settling: final('enrolled') }])
    await journal.replay(done, 'Grace')
    expect(queued).toMatchObject([{ kind: 'event', event: { id: 'e1' } }])
    const { firings } = await journal.receive(sampleEvent(), [sampleRule({ id: 'done' }), sampleRule({ id: 'new' })])
    expect(firings).toMatchObject([{ firing: { rule: { id: 'new' } }, origin: 'replay', person: 'Grace' }])
    expect((await journal.log({})).rows.map((row) => row.rule?.id)).toEqual(['done'])
  })

  test('runs what failed again, with the rule as it is now', async () => {
    const id = await open()
    await journal.record([{ event: 'e1', firing: id, settling: final('rejected by Thinkific') }])
    await journal.replay('e1', 'Grace')
    const { firings } = await journal.receive(sampleEvent(), [sampleRule({ name: 'Renamed' })])
    expect(firings).toMatchObject([{ firing: { id: `${id}-2`, rule: { name: 'Renamed' } } }])
  })

  test('turns an event no rule listened for into its firings', async () => {
    await journal.receive(sampleEvent(), [])
    const [none] = (await journal.log({})).rows
    expect(await journal.retry([none?.id ?? ''], 'Grace')).toBe(1)
    const { firings } = await journal.receive(sampleEvent(), [sampleRule()])
    expect(firings).toHaveLength(1)
    expect((await journal.log({})).rows).toEqual([])
  })
})

describe('what the queue gave up', () => {
  test('is parked even before it was ever matched, and matched when it runs again', async () => {
    await journal.park({ v: 1, kind: 'event', event: sampleEvent(), copies: 0 }, 'No retry could settle this.')
    const page = await journal.log({})
    expect(page.waiting).toMatchObject([
      { event: 'e1', sentence: 'No retry could settle this.', waiting: { parked: true } },
    ])
    expect(await journal.retry([page.waiting[0]?.id ?? ''], 'Grace')).toBe(1)
    expect(queued).toMatchObject([{ kind: 'event', event: { id: 'e1' } }])
    expect((await journal.receive(sampleEvent(), [sampleRule()])).firings).toHaveLength(1)
    expect((await journal.log({})).waiting).toMatchObject([{ rule: { id: 'r1' } }])
  })

  test('goes back as received when it could not be read', async () => {
    const raw = { v: 9, kind: 'event', event: { marketplace: 'm1' } }
    const standIn = sampleEvent({
      type: null,
      ...toStoredSource({ kind: 'unreadable' }),
      customer: null,
      items: [],
      body: JSON.stringify(raw),
    })
    await journal.park({ v: 1, kind: 'event', event: standIn, copies: 0 }, 'Cannot be read.')
    await later(7 * 3_600_000)
    await runDurableObjectAlarm(journal)
    expect(queued).toEqual([])
    expect(await journal.releaseParked({ event: 'e1' })).toBe(1)
    expect(queued).toEqual([raw])
    expect((await journal.log({})).waiting).toEqual([])
  })
})

describe('the alarm', () => {
  test('requeues once what was not settled within an hour', async () => {
    const id = await open('e1', sampleRule(), Date.now())
    await later(2 * 3_600_000)
    expect(await runDurableObjectAlarm(journal)).toBe(true)
    expect(queued.map((message) => message.kind === 'firing' && message.firing)).toEqual([id])
    expect(await runDurableObjectAlarm(journal)).toBe(true)
    expect(queued).toHaveLength(1)
  })

  test('leaves alone what has a later turn, also after an eviction', async () => {
    const id = await open('e1', sampleRule(), Date.now())
    const settling = waits('pace', Date.now() + 5 * 3_600_000)
    await journal.record([{ event: 'e1', firing: id, settling }])
    await evictDurableObject(journal)
    await watchQueue()
    await later(2 * 3_600_000)
    await runDurableObjectAlarm(journal)
    expect(queued).toEqual([])
  })

  test('queues events the queue refused at intake', async () => {
    queueIsDown = true
    await journal.fallback(sampleEvent())
    await runDurableObjectAlarm(journal)
    expect((await journal.overview()).fallback).toBe(1)
    queueIsDown = false
    await runDurableObjectAlarm(journal)
    expect(queued).toMatchObject([{ kind: 'event', event: { id: 'e1' } }])
    expect((await journal.overview()).fallback).toBe(0)
  })
})

async function open(id = 'e1', listener = sampleRule(), receivedAt = AT): Promise<string> {
  const { firings } = await journal.receive(sampleEvent({ id, receivedAt }), [listener])
  return firings[0]?.firing.id ?? ''
}

async function parked(reason: WaitReason = 'credentials'): Promise<string> {
  const id = await open()
  await journal.record([{ event: 'e1', firing: id, settling: waits(reason, AT, { parked: true }) }])
  return id
}

/** What the journal sends lands in `queued`. */
async function watchQueue(): Promise<void> {
  await runInDurableObject(journal, (instance) => {
    const queue = {
      sendBatch: async (messages: { body: QueueMessage }[]) => {
        if (queueIsDown) {
          throw new Error('Too Many Requests')
        }
        queued.push(...messages.map(({ body }) => body))
      },
    }
    Object.assign((instance as unknown as { env: object }).env, { EVENTS: queue })
  })
}

/** The clock of the object goes on. */
async function later(ms: number): Promise<void> {
  await runInDurableObject(journal, () => {
    const then = Date.now() + ms
    vi.spyOn(Date, 'now').mockReturnValue(then)
  })
}
