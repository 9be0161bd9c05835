/** The daily clean-up beside a part that never answers: it ends, and does what it can do without it. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import worker from '../../src/index'
import type { Journal } from '../../src/journal/journal'
import { readFact } from '../../src/journal/storage/facts'
import { hastenTimers, STALLED_D1, STALLED_OBJECTS } from '../stalled-parts'
import { shop } from '../web/isolation/shop'

const HASTE = 1_000
const NOW = Date.UTC(2026, 10, 20, 3)

let made = 0
let marketplaces: string[] = []
let reported: string[] = []

beforeEach(async () => {
  made += 1
  const shops = [await shop(`first${made}`), await shop(`second${made}`)]
  marketplaces = shops.map(({ marketplace }) => marketplace)
  hastenTimers(HASTE)
  reported = []
  vi.spyOn(console, 'error').mockImplementation((line) => void reported.push(String(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('The daily clean-up', () => {
  test('a journal that stalls keeps no other from being swept', async () => {
    const [stalled = '', other = ''] = marketplaces
    const getByName = (name: string) => (name === stalled ? STALLED_OBJECTS.getByName() : env.JOURNAL.getByName(name))
    await runDaily({ JOURNAL: { getByName } })
    expect(await sweptAt(other)).toBe(NOW)
  })

  test('a site that stalls keeps no journal from being swept, and the clean-up ends', async () => {
    await runDaily({ THINKIFIC_SITE: STALLED_OBJECTS })
    expect(await Promise.all(marketplaces.map(sweptAt))).toEqual([NOW, NOW])
  })

  test('a D1 that stalls ends each step of the clean-up in time', async () => {
    await runDaily({ DB: STALLED_D1 })
    const steps = reported.flatMap((line) => /"what":"([^"]+)".*no answer within/.exec(line)?.[1] ?? [])
    expect(steps).toEqual(expect.arrayContaining(['accounts', 'secrets', 'journals', 'deleted marketplaces']))
  })
})

async function runDaily(replaced: object): Promise<void> {
  await worker.scheduled({ scheduledTime: NOW } as never, { ...env, ...replaced } as never)
}

async function sweptAt(marketplace: string): Promise<number | null> {
  const journal = env.JOURNAL.getByName(marketplace) as DurableObjectStub<Journal>
  return runInDurableObject(journal, (_, { storage }) => readFact(storage.sql, 'swept'))
}
