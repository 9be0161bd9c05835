import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { JournalStore } from '../../../src/journal/journal-store'
import { sweepReceipts } from '../../../src/journal/upkeep'
import { toStoredSource } from '../../../src/model/event'
import { sampleEvent, sampleRule } from '../samples'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

afterEach(() => vi.useRealTimers())

describe('A silent sender', () => {
  test('a silence is reported once it lasts twice the usual gap and a day', async () => {
    expect(await silentAfter([5, 4, 3, 2.5, 1.9])).toMatchObject({ silent: false, usualGap: DAY_MS })
    expect(await silentAfter([6, 5, 4, 3])).toMatchObject({ silent: true, usualGap: DAY_MS })
  })

  test('no silence is reported before the usual gap is known, nor within the first day', async () => {
    expect(await silentAfter([9])).toMatchObject({ silent: false, usualGap: null })
    expect(await silentAfter([3, 2.9, 2, 1.9, 1, 0.9])).toMatchObject({ silent: false })
  })

  test('goes on until an event arrives, however long ago the usual gap was seen', async () => {
    expect(await silentAfter([48, 47, 46, 45])).toMatchObject({ silent: true, usualGap: DAY_MS })
    expect(await silentAfter([48, 47, 46, 45, 0.5])).toMatchObject({ silent: false })
  })

  test('is not forgotten with the counts of its days', async () => {
    const journal = await receiveDaysAgo([503, 502, 501, 500])
    await runInDurableObject(journal, (_, { storage }) => {
      sweepReceipts(new JournalStore(storage.sql, async () => undefined), Date.now(), 90 * DAY_MS)
    })
    expect(await journal.overview()).toMatchObject({ silent: true, usualGap: DAY_MS })
  })

  test('is not broken by a person’s own test or click', async () => {
    const journal = env.JOURNAL.getByName(`silence-${crypto.randomUUID()}`)
    const own = toStoredSource({ kind: 'test' })
    const silence = Date.now() - 3 * DAY_MS
    await journal.receive(sampleEvent({ id: 'reported', receivedAt: silence, happenedAt: silence }), [])
    await journal.receive(sampleEvent({ id: 'own test', ...own, receivedAt: Date.now() }), [])
    await journal.receive(sampleEvent({ id: 'own test, waiting', ...own, receivedAt: Date.now() }), [sampleRule()])
    expect((await journal.overview()).lastEvent).toBe(silence)
    await evictDurableObject(journal)
    expect((await journal.overview()).lastEvent).toBe(silence)
    expect((await journal.health()).lastEvent).toBe(silence)
  })
})

/** What the overview says after events that came so many days ago. */
async function silentAfter(daysAgo: number[]) {
  return (await receiveDaysAgo(daysAgo)).overview()
}

async function receiveDaysAgo(daysAgo: number[]) {
  const journal = env.JOURNAL.getByName(`silence-${crypto.randomUUID()}`)
  const now = Date.now()
  for (const days of daysAgo) {
    const receivedAt = now - days * DAY_MS
    vi.useFakeTimers({ now: receivedAt, toFake: ['Date'] })
    await journal.receive(sampleEvent({ id: `e${days}`, receivedAt, happenedAt: receivedAt }), [])
  }
  vi.useRealTimers()
  return journal
}
