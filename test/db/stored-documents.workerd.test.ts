import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSimulator, type Simulator } from '../simulator/simulator.ts'
import { API_KEY, consume, emptyDatabase, happened, type Release, SHOP, SITE, type Stored } from './main-job'
import { again } from './recorded'
import { RELEASES } from './releases'

let simulator: Simulator

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  simulator = createSimulator()
  simulator.addSite({ subdomain: SITE, apiKey: API_KEY }).addCourse({ id: 7, name: 'Course Two' })
  vi.spyOn(globalThis, 'fetch').mockImplementation(simulator.fetch as typeof fetch)
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each(RELEASES)('what the release %s left behind', (_, release) => {
  beforeEach(async () => {
    await inherit(release)
  })

  test('is a log that reads, with what waits on top', async () => {
    const { rows, waiting } = await journal().log({})
    expect(rows).toMatchObject([{ event: 'purchase-ada', outcome: 'enrolled' }])
    expect(waiting).toMatchObject([{ event: 'purchase-eve', outcome: 'waiting' }])
    expect(await journal().entry(rows[0]?.id ?? '')).toMatchObject({ told: { orderId: 'order-ada' } })
  })

  test('is an event that came before: its message settles nothing anew, and the post told again is a repeat', async () => {
    const before = simulator.counts().total
    await consume([release.messages.ada, happened('ada')])
    expect(simulator.counts().total).toBe(before)
    expect((await journal().log({})).rows).toMatchObject([{ event: 'purchase-ada', repeats: 1 }])
  })

  test('is a receipt still open: its message finishes it', async () => {
    await consume([release.messages.eve])
    const { rows, waiting } = await journal().log({})
    expect(waiting).toEqual([])
    expect(rows).toMatchObject([{ event: 'purchase-eve', outcome: 'enrolled' }, { event: 'purchase-ada' }])
  })

  test('is a purchase the ledger knows: its refund ends it with one call', async () => {
    const before = simulator.counts().total
    await consume([happened('ada', { id: 'refund', type: 'product.refunded', typeWord: 'product.refunded' })])
    expect((await journal().log({})).rows[0]).toMatchObject({ event: 'refund', outcome: 'expired' })
    expect(simulator.counts().total - before).toBe(1)
  })
})

/** D1, the objects and Thinkific as the release left them. */
async function inherit({ statements, journal: ofJournal, site, messages }: Release): Promise<void> {
  await emptyDatabase()
  for (const { sql, params, how } of statements.filter((one) => /^\s*(insert|update)/i.test(one.sql))) {
    await again(env.DB, { sql, params, how, answer: [] })
  }
  // Thinkific gives out its ids in order: Ada, once more, gets the very user and enrollment the release knew.
  await restore(env.THINKIFIC_SITE.getByName(SITE), null)
  await restore(env.JOURNAL.getByName(SHOP), null)
  await consume([messages.ada])
  await restore(env.THINKIFIC_SITE.getByName(SITE), site)
  await restore(env.JOURNAL.getByName(SHOP), ofJournal)
}

/** Puts tables and rows into an object as they were, and lets it wake with today's code. Null: as new. */
async function restore<T extends Rpc.DurableObjectBranded>(
  stub: DurableObjectStub<T>,
  old: Stored | null,
): Promise<void> {
  await runInDurableObject(stub, async (_, { storage }) => {
    await storage.deleteAlarm()
    await storage.deleteAll()
    for (const table of old?.tables ?? []) storage.sql.exec(table)
    for (const [table, rows] of Object.entries(old?.rows ?? {})) {
      for (const row of rows) {
        const values = Object.values(row)
        storage.sql.exec(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`, ...values)
      }
    }
  })
  await evictDurableObject(stub)
}

function journal() {
  return env.JOURNAL.getByName(SHOP)
}
