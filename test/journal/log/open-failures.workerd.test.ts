/** Failures stay in the log until something resolves them, or a person ignores them. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { EntriesAct } from '../../../src/journal/jobs/run-entries'
import type { Journal } from '../../../src/journal/journal'
import { LOG_ENTRIES } from '../../../src/journal/log/log'
import type { FinalOutcome } from '../../../src/model/outcome'
import type { Rule } from '../../../src/model/rule'
import { sized } from '../../depth'
import { final, sampleEvent, sampleRule } from '../samples'

const DAY_MS = 86_400_000
const moved = sampleRule({ target: { kind: 'course', id: '9', name: 'Course Nine' } })

let journal: DurableObjectStub<Journal>
let made = 0

beforeEach(() => {
  made += 1
  journal = env.JOURNAL.getByName(`open-failures-${made}`)
})

async function settle(id: string, outcome: FinalOutcome, rule: Rule = sampleRule()): Promise<string> {
  const { firings } = await journal.receive(sampleEvent({ id, orderId: id }), [rule])
  const firing = firings[0]?.firing.id ?? ''
  await journal.record([{ event: id, firing, settling: final(outcome) }])
  return firing
}

async function fill(count: number, from = 0): Promise<void> {
  const arrivals = Array.from({ length: count }, (_, n) => ({
    event: sampleEvent({ id: `fill-${from + n}`, orderId: `fill-${from + n}` }),
    candidates: [sampleRule()],
  }))
  const received = await journal.receiveAll(arrivals)
  await journal.record(
    received.flatMap((one) =>
      (one?.firings ?? []).map(({ firing }) => ({ event: firing.event, firing: firing.id, settling: final() })),
    ),
  )
}

const failed = async () => (await journal.overview()).failed?.count ?? 0
const listOpen = async () => (await journal.log({ open: true, limit: 1_000 })).rows.map((row) => row.event)

describe('an open failure', () => {
  test('outlasts the 1,000 entries that come after it, in a later life of the object too', async () => {
    await settle('lost', 'target missing')
    await settle('unclear', 'unclear')
    await fill(LOG_ENTRIES)
    await evictDurableObject(journal)
    await fill(LOG_ENTRIES + 5, LOG_ENTRIES)
    expect(await listOpen()).toEqual(['unclear', 'lost'])
    expect(await failed()).toBe(1)
    expect((await journal.log({})).logSize).toBe(LOG_ENTRIES + 2)
  })

  test('leaves like any other entry once it is ignored, or 90 days old', async () => {
    const lost = await settle('lost', 'target missing')
    await settle('old', 'rejected by Thinkific')
    await runInDurableObject(journal, (_, { storage }) => {
      storage.sql.exec(`UPDATE log SET at = at - ? WHERE event = 'old'`, 91 * DAY_MS)
    })
    await evictDurableObject(journal)
    expect(await listOpen()).toEqual(['lost'])
    await journal.ignore([lost], 'Ben', '')
    expect(await failed()).toBe(0)
    await fill(LOG_ENTRIES)
    expect((await journal.log({})).logSize).toBe(LOG_ENTRIES)
    expect((await journal.log({ search: 'lost' })).found).toBe(0)
  })

  test('whose rule was changed is resolved by a replay, which leads to what took its place', async () => {
    const lost = await settle('lost', 'target missing')
    await journal.replay(lost, 'Ben')
    const { firings } = await journal.receive(sampleEvent({ id: 'lost', orderId: 'lost' }), [moved])
    const successor = firings[0]?.firing.id ?? ''
    expect(successor).not.toBe(lost)
    expect(await journal.entry(lost)).toMatchObject({
      outcome: 'target missing',
      resolved: { how: 'replayed', person: 'Ben', entry: successor },
    })
    expect(await failed()).toBe(0)
    await journal.record([{ event: 'lost', firing: successor, settling: final('target missing') }])
    expect(await failed()).toBe(1)
  })

  test('that a replay settled offers no Retry with its old rule, and another replay settles it again', async () => {
    const lost = await settle('lost', 'target missing')
    const replay = async () => {
      await journal.replay(lost, 'Ben')
      return journal.receive(sampleEvent({ id: 'lost', orderId: 'lost' }), [moved])
    }
    const successor = (await replay()).firings[0]?.firing.id ?? ''
    await journal.record([{ event: 'lost', firing: successor, settling: final('enrolled') }])
    expect((await journal.entry(lost))?.buttons).not.toContain('retry')
    await journal.retry([lost], 'Ben')
    await journal.record([{ event: 'lost', firing: `${lost}-2`, settling: final('target missing') }])
    expect(await failed()).toBe(1)
    expect((await replay()).firings).toEqual([])
    expect(await journal.entry(lost)).toMatchObject({ resolved: { how: 'replayed', entry: successor } })
    expect(await failed()).toBe(0)
  })

  test('that is retried is open again only if it fails again', async () => {
    const lost = await settle('lost', 'rejected by Thinkific')
    await journal.ignore([lost], 'Ben', 'A test')
    await journal.retry([lost], 'Ben')
    await journal.record([{ event: 'lost', firing: `${lost}-2`, settling: final('rejected by Thinkific') }])
    expect(await failed()).toBe(1)
    expect((await journal.entry(lost))?.resolved).toBeUndefined()
  })
})

describe('failures of the day', () => {
  const today = async () => (await journal.overview()).failedToday
  const settleOld = async (id: string) => {
    const at = Date.now() - 40 * DAY_MS
    const { firings } = await journal.receive(sampleEvent({ id, orderId: id, happenedAt: at }), [sampleRule()])
    await journal.record([{ event: id, firing: firings[0]?.firing.id ?? '', settling: final('target missing') }])
  }

  test('count by when they failed, not by when their events happened', async () => {
    await settleOld('imported')
    expect(await today()).toBe(1)
    await settle('yesterday', 'target missing')
    await runInDurableObject(journal, (_, { storage }) => {
      storage.sql.exec(`UPDATE log SET at = ? WHERE event = 'yesterday'`, Date.now() - (Date.now() % DAY_MS) - 1)
    })
    expect(await today()).toBe(1)
  })

  test('count once each, however many times they are retried', async () => {
    const lost = await settle('lost', 'rejected by Thinkific')
    for (let n = 2; n < 12; n += 1) {
      await journal.retry([lost], 'Ben')
      await journal.record([{ event: 'lost', firing: `${lost}-${n}`, settling: final('rejected by Thinkific') }])
    }
    await settle('fine', 'enrolled')
    expect(await today()).toBe(1)
  })
})

describe('what failed before a rule had another target', () => {
  test('is found and run apart from what fails with its present one', async () => {
    await settle('before', 'target missing')
    await settle('since', 'target missing', moved)
    const query = { rule: moved.id, outcome: 'failed', open: true, otherThan: moved.target } as const
    expect((await journal.log(query)).rows.map((row) => row.event)).toEqual(['before'])
    await journal.startJob({
      id: 'run-entries before',
      kind: 'run-entries',
      marketplace: 'm1',
      person: 'Ben',
      input: { act: 'replay', entries: { query }, note: '' },
    })
    expect((await journal.jobs())[0]?.total).toBe(1)
  })
})

describe('many entries at once', () => {
  const run = (act: EntriesAct, ids: string[] | null = null) =>
    journal.startJob({
      id: `run-entries ${act}`,
      kind: 'run-entries',
      marketplace: 'm1',
      person: 'Ben',
      input: { act, entries: ids === null ? { query: { outcome: 'failed' } } : { ids }, note: 'Known' },
    })
  const settleOpen = async (outcome: FinalOutcome) => {
    const { waiting } = await journal.log({ outcome: 'waiting' })
    const answers = waiting.map(({ id, event }) => ({ event, firing: `${id}-2`, settling: final(outcome) }))
    await journal.record(answers)
    return answers.length
  }
  const job = async () => (await journal.jobs())[0]

  test('are retried a few at a time, and what fails again is counted', async () => {
    for (let n = 0; n < 30; n += 1) {
      await settle(`e${n}`, 'rejected by Thinkific')
    }
    await settle('fine', 'enrolled')
    const started = await run('retry')
    expect(started).toMatchObject({ title: 'Retrying entries', status: 'running', total: 30, stoppable: 'by anyone' })
    expect(await settleOpen('enrolled')).toBe(20)
    await evictDurableObject(journal)
    await vi.waitUntil(async () => {
      await runDurableObjectAlarm(journal)
      return (await settleOpen('target missing')) === 10
    }, 10_000)
    await vi.waitUntil(async () => {
      await runDurableObjectAlarm(journal)
      return (await job())?.status === 'done'
    }, 10_000)
    expect(await job()).toMatchObject({ done: 30, result: '30 entries ran again. 10 failed again.' })
    expect(await failed()).toBe(10)
  })

  test('hundreds are replayed through a pause and a restart, each once', async () => {
    const MANY = sized(120, 300)
    const ids: string[] = []
    for (let n = 0; n < MANY; n += 1) {
      ids.push(await settle(`e${n}`, 'target missing'))
    }
    const moves = { ran: 0 }
    const replayOpen = async () => {
      const events = Array.from({ length: MANY }, (_, n) => sampleEvent({ id: `e${n}`, orderId: `e${n}` }))
      const received = await journal.receiveAll(events.map((event) => ({ event, candidates: [moved] })))
      const answers = received.flatMap((one) =>
        (one?.firings ?? []).map(({ firing }) => ({ event: firing.event, firing: firing.id, settling: final() })),
      )
      await journal.record(answers)
      moves.ran += answers.length
    }
    const turn = async () => {
      await replayOpen()
      vi.setSystemTime(Date.now() + 2_000)
      await runDurableObjectAlarm(journal)
    }
    const { id } = await run('replay', ids)
    for (let turns = 0; turns < 5; turns += 1) {
      await turn()
    }
    expect(await journal.changeJob(id, 'pause')).toMatchObject({ status: 'paused', total: MANY })
    await turn()
    const { done = 0 } = (await job()) ?? {}
    await turn()
    await evictDurableObject(journal)
    expect(await job()).toMatchObject({ status: 'paused', done })
    await journal.changeJob(id, 'resume')
    for (let turns = 0; turns < 30 && (await job())?.status !== 'done'; turns += 1) {
      await turn()
    }
    expect(await job()).toMatchObject({ status: 'done', done: MANY, result: `${MANY} entries ran again.` })
    expect([moves.ran, await failed()]).toEqual([MANY, 0])
    vi.useRealTimers()
  })

  test('are ignored with a note, but for those that did not fail', async () => {
    const ids = [await settle('a', 'target missing'), await settle('b', 'enrolled'), await settle('c', 'unclear')]
    expect(await run('ignore', ids)).toMatchObject({ status: 'done', result: '2 entries ignored.' })
    expect(await listOpen()).toEqual([])
    expect((await journal.entry(ids[0] ?? ''))?.resolved).toMatchObject({ how: 'ignored', note: 'Known' })
  })
})
