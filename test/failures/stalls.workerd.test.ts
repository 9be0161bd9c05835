/** Parts that stall, and alarms that are lost: what production reports of this platform show. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { deliver } from '../../src/dispatch/dispatch'
import { SiteAlarm } from '../../src/integrations/thinkific/object/alarm'
import { createSitePorts } from '../../src/integrations/thinkific/object/bindings'
import type { ThinkificSite } from '../../src/integrations/thinkific/object/thinkific-site'
import { Site } from '../../src/integrations/thinkific/site/site'
import type { IntegrationAccess } from '../../src/integrations/thinkific/thinkific-job'
import { beginJob } from '../../src/journal/jobs/job-progress'
import type { Journal } from '../../src/journal/journal'
import { JournalRuntime } from '../../src/journal/journal-runtime'
import { readLog } from '../../src/journal/overview/overview'
import { writeFact } from '../../src/journal/storage/facts'
import { Outbox } from '../../src/journal/waiting/outbox'
import { releaseParked } from '../../src/journal/waiting/run-again'
import type { QueueMessage } from '../../src/model/message'
import { sampleEvent, sampleRule } from '../journal/samples'
import { LONG_MS, MANNERS, misbehave } from '../manners'

const OBJECT = env.THINKIFIC_SITE.idFromName('academy')

const DAY_MS = 86_400_000
const QUEUE_LIMIT_BYTES = 128_000

const freshJournal = (): DurableObjectStub<Journal> => env.JOURNAL.getByName(`m-${crypto.randomUUID()}`)
const freshSite = (): DurableObjectStub<ThinkificSite> => env.THINKIFIC_SITE.getByName(`s-${crypto.randomUUID()}`)

afterEach(() => {
  vi.useRealTimers()
})

describe('an alarm is lost', () => {
  // cloudflare/cloudflare-docs#18324
  test('one that lies in the past and never rings is set again by the journal', async () => {
    await runInDurableObject(freshJournal(), async (_, { storage }) => {
      const set = vi.fn(async () => {})
      const lost = { getAlarm: async () => Date.now() - 2 * DAY_MS, setAlarm: set }
      await new JournalRuntime(storageWith(storage, lost), async () => {}).arm(30_000)
      expect(set).toHaveBeenCalled()
    })
  })

  // iterate/iterate#2520
  test('one that could not set its successor fails, so that the platform rings again', async () => {
    await runInDurableObject(freshSite(), async (_, { storage }) => {
      const setAlarm = async () => Promise.reject(new Error('Network connection lost.'))
      const site = new Site(storage, createSitePorts(env, OBJECT))
      site.releases.request({ integration: null })
      vi.spyOn(site.integrations.faults, 'reportAll').mockRejectedValue(new Error('D1'))
      await expect(new SiteAlarm(site, storageWith(storage, { setAlarm })).onAlarm()).rejects.toThrow()
    })
  })

  test('a journal’s that could not set its successor fails too, and notes nothing as set', async () => {
    await runInDurableObject(freshJournal(), async (_, { storage }) => {
      const setAlarm = vi.fn(async () => Promise.reject(new Error('Network connection lost.')))
      const runtime = new JournalRuntime(storageWith(storage, { setAlarm, getAlarm: async () => null }), async () => {})
      runtime.transact((store) => store.outbox.keep(eventMessage('e1'), Date.now() + DAY_MS))
      await expect(runtime.onAlarm()).rejects.toThrow('Network connection lost.')
      await expect(runtime.arm(1_000)).rejects.toThrow('Network connection lost.')
      expect(setAlarm).toHaveBeenCalledTimes(2)
    })
  })

  test('what waits arms the journal again when it is asked how it fares, and in the daily clean-up', async () => {
    for (const ask of [(journal: Journal) => journal.health(), (journal: Journal) => journal.sweep(Date.now())]) {
      const stub = freshJournal()
      await runInDurableObject(stub, async (journal, { storage }) => {
        await (journal as unknown as Journal).receive(sampleEvent(), [sampleRule()])
        await storage.deleteAlarm()
      })
      await evictDurableObject(stub)
      await runInDurableObject(stub, async (journal, { storage }) => {
        await ask(journal as unknown as Journal)
        expect(await storage.getAlarm()).not.toBeNull()
      })
    }
  })

  test('a job arms the journal again when it is asked how it fares', async () => {
    const stub = freshJournal()
    await runInDurableObject(stub, async (journal, { storage }) => {
      const later = { id: 'later', marketplace: 'm', kind: 'later', input: {}, person: 'Ada' }
      writeFact(storage.sql, 'job later', beginJob(later, { title: () => 'Later', begin: () => ({}) }, Date.now()))
      await (journal as unknown as Journal).health()
      expect(await storage.getAlarm()).not.toBeNull()
      writeFact(storage.sql, 'job later', null)
    })
  })

  test('a site with something to do arms itself when it is asked how it fares', async () => {
    await runInDurableObject(freshSite(), async (site, { storage }) => {
      new Site(storage, createSitePorts(env, OBJECT)).releases.request({ integration: null })
      await (site as unknown as ThinkificSite).status()
      expect(await storage.getAlarm()).not.toBeNull()
    })
  })
})

describe("a neighbor's object fails", () => {
  test.each(MANNERS)('what waits in every marketplace is released, though the journal of one %s', async (manner) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await runInDurableObject(freshSite(), async (_, { storage }) => {
      const asked: string[] = []
      const releaseParked = async (marketplace: string) => {
        asked.push(marketplace)
        return marketplace === 'bad' ? misbehave(manner, async () => undefined) : undefined
      }
      const site = new Site(storage, { ...createSitePorts(env, OBJECT), releaseParked })
      for (const id of ['bad', 'good']) {
        site.integrations.remember(access(id))
      }
      site.releases.request({ integration: 'bad' })
      site.releases.request({ integration: null })
      const rung = new SiteAlarm(site, storage).onAlarm()
      await vi.advanceTimersByTimeAsync(LONG_MS)
      await rung
      expect(asked).toContain('good')
      expect(site.releases.all).toEqual([{ integration: 'bad' }, { integration: null }])
      expect(await storage.getAlarm()).not.toBeNull()
    })
  })

  test('a D1 that stalls keeps no credential that works again from its parked firings', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await runInDurableObject(freshSite(), async (_, { storage }) => {
      const reportProblem = vi.fn(() => misbehave('never answers', async () => undefined))
      const site = new Site(storage, { ...createSitePorts(env, OBJECT), reportProblem })
      site.integrations.remember(access('i1'))
      site.integrations.faults.record(access('i1'), 'Rejected.', Date.now())
      const cleared = site.integrations.faults.clear(access('i1'), () => site.releases.request({ integration: 'i1' }))
      expect([site.releases.all, site.integrations.faults.find('i1')]).toEqual([[{ integration: 'i1' }], null])
      await vi.advanceTimersByTimeAsync(LONG_MS)
      await cleared
      // Another life of the object still knows that D1 is to be written.
      const again = new Site(storage, { ...createSitePorts(env, OBJECT), reportProblem: async () => undefined })
      expect(again.integrations.faults.hasUnreported).toBe(true)
      await again.integrations.faults.reportAll()
      expect(again.integrations.faults.hasUnreported).toBe(false)
    })
  })
})

describe('a message is too large', () => {
  test('it is parked with its reason, and shortened when it runs again', async () => {
    const stub = freshJournal()
    const big = sampleEvent({ id: 'big', body: 'x'.repeat(QUEUE_LIMIT_BYTES) })
    const sent: QueueMessage[] = []
    await runInDurableObject(stub, async (_, { storage }) => {
      const runtime = new JournalRuntime(storage, async (messages) => void sent.push(...messages))
      runtime.transact((store) => store.outbox.keep({ v: 1, kind: 'event', event: big, copies: 0 }, 1))
      await runtime.onAlarm()
      expect([sent, runtime.store.outbox.size()]).toEqual([[], 0])
      const { waiting } = readLog(runtime.store, {})
      expect(waiting).toMatchObject([{ event: 'big', waiting: { parked: true } }])
      expect(waiting[0]?.sentence).toMatch(/larger than the queue can carry/)
      await runtime.commitEach([waiting[0]?.id ?? ''], releaseParked)
      expect(sent).toMatchObject([{ kind: 'event', event: { id: 'big' } }])
      expect(JSON.stringify(sent[0]).length).toBeLessThan(10_000)
    })
  })

  test.each(['fails', 'never answers'] as const)(
    'a queue that %s is asked a few times, and keeps all',
    async (manner) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      await runInDurableObject(freshJournal(), async (_, { storage }) => {
        new JournalRuntime(storage, async () => {})
        const send = vi.fn(() => misbehave(manner, async () => undefined))
        const outbox = new Outbox(storage.sql, send)
        for (let n = 0; n < 450; n += 1) {
          outbox.keep(eventMessage(`e${n}`), n)
        }
        const flushed = outbox.flush(1_000)
        await vi.advanceTimersByTimeAsync(LONG_MS)
        expect(await flushed).toEqual([])
        expect(send.mock.calls.length).toBeLessThan(6)
        expect(outbox.size()).toBe(450)
      })
    },
  )

  test('three that the queue never takes, for whatever reason, keep no other waiting', async () => {
    await runInDurableObject(freshJournal(), async (_, { storage }) => {
      new JournalRuntime(storage, async () => {})
      const taken: string[] = []
      const outbox = new Outbox(storage.sql, async (messages) => {
        const ids = messages.map((message) => (message.kind === 'event' ? message.event.id : ''))
        if (ids.some((id) => id.startsWith('bad'))) {
          throw new Error('refused')
        }
        taken.push(...ids)
      })
      for (const [at, id] of ['bad1', 'bad2', 'bad3', 'good1', 'good2'].entries()) {
        outbox.keep(eventMessage(id), at)
      }
      await outbox.flush(1_000)
      await outbox.flush(1_001)
      expect(taken.sort()).toEqual(['good1', 'good2'])
    })
  })
})

describe('Parts that stall', () => {
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
})

function eventMessage(id: string): QueueMessage {
  return { v: 1, kind: 'event', event: sampleEvent({ id }), copies: 0 }
}

function access(id: string): IntegrationAccess {
  const plan = { requestsPerMinute: 120, siteWelcome: false, scheme: 'api_key' }
  return { id, name: id, marketplace: id, site: 's', sealedCredential: 'x', ...plan } as IntegrationAccess
}

function batchOfOne() {
  const body = { v: 1, kind: 'event', event: sampleEvent({ id: 'e1' }), copies: 0 }
  const message = { id: '1', timestamp: new Date(), attempts: 1, ack: vi.fn(), retry: vi.fn(), body }
  return { queue: 'events', messages: [message] } as never
}

function journalThatNeverRecords() {
  const never = () => new Promise<never>(() => undefined)
  const target = { kind: 'course', id: '1', name: '' }
  const rule = {
    id: 'r',
    marketplace: 'm1',
    name: 'x',
    site: 's',
    product: 'p1',
    integration: 'gone',
    integrationName: '',
    trigger: 'product.purchased',
    target,
    on: true,
    action: 'create_course',
    options: {},
  }
  const firing = {
    id: 'f1',
    event: 'e1',
    item: 0,
    trigger: 'product.purchased',
    happenedAt: 1,
    impliedBy: null,
    ownTrigger: true,
    yieldsTo: null,
    rule,
  }
  const receipt = {
    status: 'open',
    event: sampleEvent({ id: 'e1' }),
    triggers: [['product.purchased']],
    newProducts: [],
    firings: [{ firing, origin: 'event', person: null }],
  }
  return {
    journal: () => ({ receiveAll: async () => [receipt], firings: async () => [], record: never, park: never }),
    site: () => ({ settle: async () => [], note: async () => undefined, foresee: async () => ({}) }),
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
