/** A site's object over tables of its own version, of 0.1.0, which named none, and of one still to come. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { NewerVersionError } from '../../../../src/model/schema-version'
import { academy, PIANO } from '../academy'
import type { PersistentStorage } from '../storage'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const TABLES = ['customers', 'pages', 'aliases', 'shared_aliases', 'bundles', 'concerns', 'site']

function everything(kept: PersistentStorage): string {
  const { sql } = kept.storage()
  return JSON.stringify(TABLES.map((table) => [...sql.exec(`SELECT * FROM ${table}`)]))
}

describe('The tables of a site', () => {
  test('say which version they are', async () => {
    const shop = await academy()
    expect(shop.site.storage.readFact('version')).toBe(4)
  })

  test('as 0.1.0 left them get their version, keep what they hold, and are written once', async () => {
    const shop = await academy()
    const job = await shop.job({})
    await shop.settled(job)
    shop.calls()
    shop.kept.storage().sql.exec("DELETE FROM site WHERE name = 'version'")
    shop.kept.rowsWritten()
    shop.evict()
    expect(shop.kept.rowsWritten()).toBe(1)
    expect(shop.site.storage.readFact('version')).toBe(4)
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    shop.evict()
    expect(shop.kept.rowsWritten()).toBe(0)
    expect(shop.calls()).toEqual([])
  })

  test('that a newer version wrote are refused and left as they are, and serve that version again', async () => {
    const shop = await academy()
    const job = await shop.job({})
    await shop.settled(job)
    shop.calls()
    shop.kept.storage().sql.exec("UPDATE site SET value = '5' WHERE name = 'version'")
    const before = everything(shop.kept)
    expect(() => shop.evict()).toThrow(NewerVersionError)
    expect(everything(shop.kept)).toBe(before)
    shop.kept.storage().sql.exec("UPDATE site SET value = '4' WHERE name = 'version'")
    shop.evict()
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    expect(shop.has(PIANO)).toBe('open')
    expect(shop.calls()).toEqual([])
  })

  test('may hold one customer of a newer version, who waits without a call while others go on', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.kept.storage().sql.exec(`UPDATE customers SET account = replace(account, '"v":2,', '"v":3,')`)
    const before = everything(shop.kept)
    shop.evict()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const refund = await shop.job({ trigger: 'product.refunded', does: 'expire', at: 1 })
    shop.calls()
    expect(await shop.settle([refund])).toMatchObject([{ final: false, reason: 'internal' }])
    expect(shop.calls()).toEqual([])
    expect(everything(shop.kept)).toBe(before)
    shop.evict()
    expect(await shop.outcome({ email: 'ben@example.com', order: 'o2' })).toBe('enrolled')
  })
})
