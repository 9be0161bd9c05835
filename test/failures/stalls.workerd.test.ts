/** Parts that stall, and alarms that are lost: what production reports of this platform show. Each is expected to fail until it is fixed. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { deliver } from '../../src/dispatch/dispatch'
import { Alarm } from '../../src/integrations/thinkific/object/alarm'
import { createSitePorts } from '../../src/integrations/thinkific/object/bindings'
import { Site } from '../../src/integrations/thinkific/site/site'
import { JournalRuntime } from '../../src/journal/journal-runtime'
import { Outbox } from '../../src/journal/waiting/outbox'
import { sampleEvent } from '../journal/samples'

const DAY_MS = 86_400_000
/** Longer than any part may take to answer. */
const LONG_MS = 20_000
const QUEUE_LIMIT_BYTES = 128_000

const freshJournal = () => env.JOURNAL.getByName(`m-${crypto.randomUUID()}`)
const freshSite = () => env.THINKIFIC_SITE.getByName(`s-${crypto.randomUUID()}`)

afterEach(() => {
  vi.useRealTimers()
})

describe('An alarm', () => {
  // cloudflare/cloudflare-docs#18324
  test('that lies in the past and never rings is set again by the journal', async () => {
    await runInDurableObject(freshJournal(), async (_, { storage }) => {
      const set = vi.fn(async () => {})
      const lost = { getAlarm: async () => Date.now() - 2 * DAY_MS, setAlarm: set }
      await new JournalRuntime(storageWith(storage, lost), async () => {}).arm(30_000)
      expect(set).toHaveBeenCalled()
    })
  })

  // iterate/iterate#2520
  test('that could not set its successor fails, so that the platform rings again', async () => {
    await runInDurableObject(freshSite(), async (_, { storage }) => {
      const setAlarm = async () => Promise.reject(new Error('Network connection lost.'))
      const site = new Site(storage, createSitePorts(env))
      site.requestRelease({ integration: null })
      vi.spyOn(site.integrations, 'reportFaults').mockRejectedValue(new Error('D1'))
      await expect(new Alarm(site, storageWith(storage, { setAlarm })).onAlarm()).rejects.toThrow()
    })
  })

  test('releases what waits in every marketplace, though the journal of one fails', async () => {
    await runInDurableObject(freshSite(), async (_, { storage }) => {
      const asked: string[] = []
      const release = async (marketplace: string) => {
        asked.push(marketplace)
        if (marketplace === 'bad') {
          throw new Error('exceeded its memory limit and was reset')
        }
      }
      const site = new Site(storage, { ...createSitePorts(env), releaseParked: release })
      for (const id of ['bad', 'good']) {
        const plan = { requestsPerMinute: 120, siteWelcome: false, scheme: 'api_key' }
        site.integrations.remember({
          id,
          name: id,
          marketplace: id,
          site: 's',
          sealedCredential: 'x',
          ...plan,
        } as never)
      }
      site.requestRelease({ integration: null })
      await new Alarm(site, storage).onAlarm()
      expect(asked).toContain('good')
    })
  })
})

// fedify-dev/fedify#958, cloudflare/workerd#6834
test('one message that the queue never takes keeps no other in the outbox', async () => {
  await runInDurableObject(freshJournal(), async (_, { storage }) => {
    new JournalRuntime(storage, async () => {})
    const taken: string[] = []
    const outbox = new Outbox(storage.sql, async (messages) => {
      const bytes = new TextEncoder().encode(JSON.stringify(messages)).length
      if (bytes > QUEUE_LIMIT_BYTES) {
        throw new Error(`message length of ${bytes} bytes exceeds limit of 128000`)
      }
      for (const message of messages) {
        taken.push(message.kind === 'event' ? message.event.id : message.firing)
      }
    })
    const big = sampleEvent({ id: 'big', body: 'x'.repeat(QUEUE_LIMIT_BYTES) })
    outbox.keep({ v: 1, kind: 'event', event: big, copies: 0 }, 1)
    outbox.keep({ v: 1, kind: 'event', event: sampleEvent({ id: 'small' }), copies: 0 }, 2)
    for (let round = 1; round < 4; round += 1) {
      await outbox.flush(Date.now())
    }
    expect(taken).toEqual(['small'])
  })
})

// flue#459
test('a journal that never answers `record` does not hold the batch', async () => {
  vi.useFakeTimers()
  let ended = false
  void deliver(batchOfOne(), journalThatNeverRecords()).then(() => {
    ended = true
  })
  await vi.advanceTimersByTimeAsync(LONG_MS)
  expect(ended).toBe(true)
})

function batchOfOne() {
  const body = { v: 1, kind: 'event', event: sampleEvent({ id: 'e1' }), copies: 0 }
  const message = { id: '1', timestamp: new Date(), attempts: 1, ack: vi.fn(), retry: vi.fn(), body }
  return { queue: 'events', messages: [message] } as never
}

function journalThatNeverRecords() {
  const never = () => new Promise<never>(() => undefined)
  const target = { kind: 'course', id: '1', name: '' }
  const rule = {
    ...{ id: 'r', marketplace: 'm1', name: 'x', site: 's', product: 'p1', integration: 'gone', integrationName: '' },
    ...{ trigger: 'product.purchased', target, on: true, action: 'create_course', options: {} },
  }
  const firing = {
    ...{ id: 'f1', event: 'e1', item: 0, trigger: 'product.purchased', happenedAt: 1, impliedBy: null },
    ...{ ownTrigger: true, yieldsTo: null, rule },
  }
  const receipt = {
    ...{ status: 'open', event: sampleEvent({ id: 'e1' }), triggers: [['product.purchased']], newProducts: [] },
    firings: [{ firing, origin: 'event', person: null }],
  }
  return {
    journal: () => ({ receiveAll: async () => [receipt], firings: async () => [], record: never, park: never }),
    site: () => ({ settle: async () => [], note: async () => undefined, explain: async () => ({}) }),
    settings: async () => ({ rules: [], integrations: [], mappings: [], names: [] }),
    addProducts: async () => undefined,
    send: async () => undefined,
    now: Date.now,
    log: () => undefined,
  } as never
}

/** An object's storage in which some methods are others. */
function storageWith(storage: DurableObjectStorage, methods: Partial<DurableObjectStorage>): DurableObjectStorage {
  return new Proxy(storage, {
    get: (target, name) => {
      const own = Reflect.get(methods, name) ?? Reflect.get(target, name)
      return typeof own === 'function' && !(name in methods) ? own.bind(target) : own
    },
  })
}
